import { EXIT, exitCodeOfSignal } from './exit-code.ts'
import { runCommand } from './run-command.ts'

/**
 * Runs `plateau` in this process and leaves its exit code. The first SIGINT or SIGTERM ends the command,
 * which takes a last sample and reports; the second ends the process at once, and the guard of its
 * programs them.
 */
export async function runInTerminal(): Promise<void> {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCodeOfSignal(signal))
      controller.abort(signal)
    })
  }
  // A reader such as head may end before all is written; Node's code for it would be that of growth.
  process.stdout.on('error', ignore)
  process.stderr.on('error', ignore)
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      const told = error instanceof Error ? error.stack : String(error)
      process.stderr.write(`plateau failed itself, which says nothing of the target:\n${told}\n`)
      process.exit(EXIT.harnessFailed)
    })
  }
  const code = await runCommand(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
  })
  process.exitCode = code
}

function ignore(): void {}
