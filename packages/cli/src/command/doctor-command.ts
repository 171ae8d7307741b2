import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { MisuseError } from '@plateau/core'
import { type CommandIo, type CommandOptions, EXIT, parseCommandLine } from '@plateau/go/kit'
import { plantUnder } from '../loop/plant-under.ts'
import { writeJson } from './outcome-json.ts'
import { HELP } from './soak-options.ts'

export const DOCTOR_OPTIONS: CommandOptions = {
  json: { value: 'FILE', help: 'the rows; - prints them alone', bare: '-' },
  ...HELP,
}

/** Something that a soak can use, whether it is here, and how to get it. */
interface Finding {
  readonly what: string
  readonly isHere: boolean
  /** What was found, or what is missed without it. */
  readonly told: string
  /** How to get it; only where it is not here. */
  readonly fix?: string
  /** Without it no Node program can be soaked. */
  readonly isNeeded?: true
}

/**
 * `plateau doctor` tells what can be measured on this machine; `plateau doctor vitest|jest` plants leaks under that runner.
 * Resolves to 0, or to 5 where a soak cannot run at all, or a planted leak was not found.
 */
export async function doctorCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau doctor', DOCTOR_OPTIONS)
  const findings =
    line.positionals.length > 0
      ? [await planted(line.positionals, io)]
      : [...engine(), ...system(), ...programs(io.env)]
  const json = line.one('json')
  if (json !== undefined) writeJson(json, { schema: 1, rows: findings }, io)
  if (json !== '-') io.stdout.write(`${findings.map(describe).join('\n')}\n`)
  const isFit = findings.every(({ isHere, isNeeded }) => isHere || !isNeeded)
  return isFit ? EXIT.plateau : EXIT.harnessFailed
}

async function planted(given: readonly string[], io: CommandIo): Promise<Finding> {
  const [runner] = given
  if (given.length > 1 || (runner !== 'vitest' && runner !== 'jest')) {
    throw new MisuseError(
      `plateau doctor takes vitest, jest or nothing, received '${given.join(' ')}': plateau doctor vitest.`,
    )
  }
  const { isFound, told } = await plantUnder(runner, io)
  return finding(`leaks in ${runner}`, isFound, {
    here: told,
    missing: told,
    fix: 'A loop would see as little: run the tests in processes, without flags of V8, and tell us of it.',
    isNeeded: true,
  })
}

function describe({ what, isHere, told, fix }: Finding): string {
  const lines = [`${isHere ? 'yes' : 'no '}  ${what.padEnd(18)} ${told}`]
  if (fix !== undefined) lines.push(`     ${''.padEnd(18)} ${fix}`)
  return lines.join('\n')
}

const FIRST_WITH_TYPESCRIPT: readonly [major: number, minor: number] = [22, 18]

function engine(): readonly Finding[] {
  const { node } = process.versions
  const [major = 0, minor = 0] = node.split('.').map(Number)
  const [needed, from] = FIRST_WITH_TYPESCRIPT
  const loadsTypes = major > needed || (major === needed && minor >= from)
  const hasSocket = typeof globalThis.WebSocket === 'function'
  return [
    finding('Node programs', hasSocket, {
      here: `Node ${node} reads them through their inspector: heap, external, handles, all processes and threads`,
      missing: `Node ${node} has no WebSocket, so no inspector can be reached`,
      fix: 'Run plateau with Node 22 or newer; the program under test may use an older one.',
      isNeeded: true,
    }),
    finding('plateau.config.ts', loadsTypes, {
      here: `Node ${node} loads TypeScript by itself`,
      missing: `Node ${node} does not load TypeScript by itself`,
      fix: 'Use Node 22.18 or newer, or write plateau.config.mjs.',
    }),
  ]
}

function system(): readonly Finding[] {
  const memory = cgroupLimit()
  return [
    finding('fds and threads', existsSync('/proc/self/status') || process.platform === 'darwin', {
      here: existsSync('/proc/self/status') ? 'read from /proc' : 'read with ps and lsof',
      missing: `not all of them can be read on ${process.platform}`,
      fix: 'Install ps and lsof, or run the soak on Linux.',
    }),
    finding('memory limit', memory !== undefined, {
      here: `its cgroup allows ${memory}`,
      missing:
        'no cgroup limits memory here, so when growth would kill a process is told by its engine',
      fix: 'Give --limit 512MiB, or run the soak in a container with a memory limit.',
    }),
  ]
}

function cgroupLimit(): string | undefined {
  const files = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes']
  for (const file of files) {
    if (!existsSync(file)) continue
    const bytes = Number(readFileSync(file, 'utf8').trim())
    // Version 1 writes an absurd number for no limit.
    if (Number.isFinite(bytes) && bytes < 2 ** 50) return `${Math.round(bytes / 2 ** 20)} MiB`
  }
  return undefined
}

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

function programs(env: NodeJS.ProcessEnv): readonly Finding[] {
  const go = inPath(['go'], env) ?? elsewhere('/usr/local/go/bin/go')
  const browser = inPath(BROWSERS, env) ?? elsewhere(MAC_CHROME)
  const bun = inPath(['bun'], env)
  const compiler = inPath(['gcc', 'clang', 'cc'], env)
  return [
    finding('Go packages', go !== undefined, {
      here: 'built with an agent that reads them exactly',
      missing: 'cannot be built here; a binary with net/http/pprof can be read all the same',
      fix: 'Install Go 1.22 or newer: https://go.dev/dl.',
    }),
    finding('Bun programs', bun !== undefined, {
      here: 'their objects and their heap are read through a preload',
      missing: 'bun is not in PATH',
      fix: 'Install it: npm install bun. A path to it does as well: -- ./node_modules/.bin/bun server.ts.',
    }),
    finding('memory of cgo', compiler !== undefined, {
      here: 'a C compiler builds what calls C',
      missing: 'Go programs that call C cannot be built without a C compiler',
      fix: 'Install gcc or clang.',
    }),
    finding('pages', browser !== undefined, {
      here: 'a Chromium or Chrome was found',
      missing: 'no Chromium or Chrome was found in PATH',
      fix: 'Install one, or name it with PLATEAU_CHROMIUM.',
    }),
  ]
}

const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

function finding(
  what: string,
  isHere: boolean,
  words: {
    readonly here: string
    readonly missing: string
    readonly fix: string
    readonly isNeeded?: true
  },
): Finding {
  const { here, missing, fix, isNeeded } = words
  const needed = isNeeded ? { isNeeded } : {}
  return isHere
    ? { what, isHere, told: here, ...needed }
    : { what, isHere, told: missing, fix, ...needed }
}

function inPath(names: readonly string[], env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : ['']
  for (const folder of folders) {
    for (const name of names.flatMap((one) => endings.map((ending) => one + ending))) {
      const found = elsewhere(join(folder, name))
      if (found !== undefined) return found
    }
  }
  return undefined
}

function elsewhere(file: string): string | undefined {
  try {
    accessSync(file, constants.X_OK)
    return file
  } catch {
    return undefined
  }
}
