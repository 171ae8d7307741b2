import { spawn } from 'node:child_process'

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
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (exitCode) => {
      resolve({ exitCode, output: Buffer.concat(chunks).toString() })
    })
  })
}
