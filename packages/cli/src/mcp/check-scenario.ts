import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'
import { MisuseError } from '@plateau/core'

const run = promisify(execFile)

export interface CheckRequest {
  /** The real path of a module. */
  readonly file: string
  readonly exportName?: string | undefined
  readonly timeLimitMs: number
  readonly options: object
}

/** What loading, explaining and tearing down may take beside the check. */
const GRACE_MS = 30_000

/** `check-file.js` beside this file, or its source where nothing is built. */
const CHECK_FILE = fileURLToPath(new URL('./check-file.js', import.meta.url))

/** Checks what a file exports, in a process of its own, which ends with it. Rejects with `MisuseError` where it cannot. */
export async function checkScenarioFile(
  { file, exportName = '', timeLimitMs, options }: CheckRequest,
  { cwd, signal }: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-mcp-'))
  const into = join(folder, 'verdict.json')
  const asked = JSON.stringify({ ...options, timeLimitMs })
  try {
    await run(
      process.execPath,
      [...process.execArgv, '--no-warnings', entry(), file, exportName, asked, into],
      {
        cwd,
        signal,
        timeout: timeLimitMs + GRACE_MS,
        killSignal: 'SIGKILL',
        maxBuffer: 2 ** 26,
      },
    )
    const { kind, text } = JSON.parse(readFileSync(into, 'utf8')) as {
      kind: string
      text: string
    }
    return `${kind}\n${text}`
  } catch (error) {
    throw whyNot(file, error)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function entry(): string {
  return import.meta.url.endsWith('.ts') ? CHECK_FILE.replace(/\.js$/, '.ts') : CHECK_FILE
}

/** The last line that names an error: what comes before it is the program's own output. */
function whyNot(file: string, error: unknown): MisuseError {
  const {
    stderr = '',
    killed,
    signal,
  } = error as {
    stderr?: string
    killed?: boolean
    signal?: string
  }
  if (killed || signal) {
    return new MisuseError(
      `The check of '${file}' was ended (${signal ?? 'killed'}): it took too long, or was cancelled.`,
    )
  }
  const lines = stripVTControlCharacters(stderr).split('\n')
  const said = lines.findLast((line) => /^\w*Error\b.*: /.test(line)) ?? lines.at(-2) ?? ''
  return new MisuseError(`'${file}' could not be checked: ${said || (error as Error).message}`)
}
