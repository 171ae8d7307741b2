import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface NodeRun {
  readonly exitCode: number | null
  readonly output: string
}

export interface NodeRunOptions {
  readonly cwd: string
  readonly environment?: Readonly<Record<string, string>>
}

/** What the runner of these tests sets, and would change how the runner under test behaves. */
const INHERITED = /^(VITEST|VITE_|JEST_|PLATEAU|NODE_OPTIONS|NODE_ENV|NODE_V8|TEST$|PROD$|DEV$)/
const ENVIRONMENT_OF_CI = /^(CI|CONTINUOUS_INTEGRATION|GITHUB_ACTIONS|FORCE_COLOR|COLORTERM)$/

/** Runs a script in Node as a person's terminal without colours would; never rejects on its failure. */
export function runNode(
  args: readonly string[],
  { cwd, environment = {} }: NodeRunOptions,
): Promise<NodeRun> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !INHERITED.test(name) && !ENVIRONMENT_OF_CI.test(name),
  )
  // One file for both keeps the order in which they are written, which two pipes do not.
  const folder = mkdtempSync(join(tmpdir(), 'plateau-run-'))
  const file = join(folder, 'output.txt')
  const written = openSync(file, 'a')
  return new Promise<NodeRun>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...environment },
      stdio: ['ignore', written, written],
    })
    child.on('error', reject)
    child.on('close', (exitCode) => {
      resolve({ exitCode, output: readFileSync(file, 'utf8') })
    })
  }).finally(() => {
    closeSync(written)
    rmSync(folder, { recursive: true, force: true })
  })
}
