import { exitCodeOfSignal } from './exit-code.ts'
import { runGoCommand } from './run-go-command.ts'

/**
 * Runs `plateau-go` in this process and leaves its exit code. The first SIGINT or SIGTERM ends the
 * command and what it started; the second ends the process at once, and the guard of its programs them.
 */
export async function runInTerminal(): Promise<void> {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCodeOfSignal(controller.signal.reason))
      controller.abort(signal)
    })
  }
  // A reader such as head may end before all is written; Node's code for it would be that of growth.
  process.stdout.on('error', ignore)
  process.stderr.on('error', ignore)
  process.on('uncaughtException', (error) => {
    process.stderr.write(`plateau-go failed itself, which says nothing of the program:\n`)
    process.stderr.write(`${error.stack ?? error}\n`)
    process.exit(HARNESS_FAILED)
  })
  process.exitCode = await runGoCommand(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
  })
}

const HARNESS_FAILED = 5

function ignore(): void {}
