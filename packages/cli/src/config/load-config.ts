import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MisuseError } from '@plateau/core'
import type { SoakConfig } from './soak-config.ts'

const NAMES: readonly string[] = ['ts', 'mts', 'js', 'mjs', 'json'].map(
  (extension) => `plateau.config.${extension}`,
)

/** The configuration file of a folder; undefined where there is none. */
export function findConfig(cwd: string): string | undefined {
  return NAMES.map((name) => resolve(cwd, name)).find((file) => existsSync(file))
}

/** Loads a configuration as Node loads it, without a compiler. Throws `MisuseError` with the fix. */
export async function loadConfig(file: string): Promise<SoakConfig> {
  const loaded = file.endsWith('.json') ? jsonOf(file) : await moduleOf(file)
  const config: unknown =
    typeof loaded === 'function' ? await calledIn(file, loaded as () => unknown) : loaded
  if (typeof config === 'object' && config !== null) return config as SoakConfig
  throw new MisuseError(
    `'${file}' must export its configuration: export default defineSoak({ target: { command: ['node', 'server.js'] }, … }).`,
  )
}

async function calledIn(file: string, makeConfig: () => unknown): Promise<unknown> {
  try {
    return await makeConfig()
  } catch (error) {
    throw whyNotLoaded(file, error)
  }
}

function jsonOf(file: string): unknown {
  try {
    const { $schema: _, ...config } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly $schema?: string
    }
    return config
  } catch (error) {
    throw new MisuseError(`'${file}' cannot be read: ${(error as Error).message}.`)
  }
}

async function moduleOf(file: string): Promise<unknown> {
  if (!existsSync(file)) throw new MisuseError(`There is no file '${file}'.`)
  try {
    const loaded = (await import(pathToFileURL(file).href)) as { default?: unknown }
    return loaded.default
  } catch (error) {
    throw whyNotLoaded(file, error)
  }
}

/** What Node says when a .ts file is taken for CommonJS, or for no module at all. */
const COMMONJS =
  /Unexpected token 'export'|Cannot use import statement|ERR_REQUIRE|exports is not defined/
const NO_TYPESCRIPT = /Unknown file extension|ERR_UNKNOWN_FILE_EXTENSION/

function whyNotLoaded(file: string, error: unknown): MisuseError {
  const { message = String(error), code = '' } = (error ?? {}) as NodeJS.ErrnoException
  const said = `${code} ${message}`
  const stem = file.replace(/\.[cm]?[jt]s$/, '')
  if (COMMONJS.test(said)) {
    return new MisuseError(
      `'${file}' is taken for CommonJS, for the package.json beside it does not say "type": "module". Rename it to ${stem}.${/\.[cm]?ts$/.test(file) ? 'mts' : 'mjs'}.`,
    )
  }
  if (NO_TYPESCRIPT.test(said)) {
    return new MisuseError(
      `This Node (${process.version}) does not load TypeScript by itself. Use Node 22.18 or newer, or write ${stem}.mjs.`,
    )
  }
  return new MisuseError(`'${file}' could not be loaded: ${message}${thrownAt(error)}`, {
    cause: error,
  })
}

/** ` (thrown at /app/plateau.config.mts:3:9)`: the innermost line that is not Node's own; of what is no error, nobody knows. */
function thrownAt(error: unknown): string {
  const { stack = '' } = (error ?? {}) as Partial<Error>
  const frame = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes('node:'))
    .map((line) => /(?:file:\/\/)?(\/[^():]+|[A-Za-z]:[^():]+):(\d+:\d+)\)?$/.exec(line))
    .find((found) => found !== null)
  return frame ? ` (thrown at ${decodeURI(frame[1] ?? '')}:${frame[2]})` : ''
}
