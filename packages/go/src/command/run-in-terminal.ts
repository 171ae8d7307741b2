import { EXIT, exitCodeOfSignal } from './exit-code.ts'
import { runGoCommand } from './run-go-command.ts'

/**
 * Runs `plateau-go` in this process, and ends it with the command's exit code. The first SIGINT or SIGTERM
 * ends the command and what it started; the second ends this process at once, and its guard what is left.
 */
export async function runInTerminal(): Promise<void> {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCodeOfSignal(controller.signal.reason))
      process.stderr.write(`Stopping on ${signal}; once more ends at once.\n`)
      controller.abort(signal)
    })
  }
  // A reader such as head may end before all is written; Node's code for it would be that of growth.
  process.stdout.on('error', ignore)
  process.stderr.on('error', ignore)
  process.on('uncaughtException', (error) => {
    process.stderr.write(`plateau-go failed itself: ${error.stack ?? error}\n`)
    process.exit(EXIT.harnessFailed)
  })
  const code = await runGoCommand(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
  })
  // Not by itself: the timer of a wait that was over earlier would hold it for seconds.
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  process.exit(code)
}

function ignore(): void {}

/** Also where nobody reads any more. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
