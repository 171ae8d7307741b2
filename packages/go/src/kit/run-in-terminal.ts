import { inspect } from 'node:util'
import type { CommandIo } from './command-io.ts'
import { EXIT, exitCodeOfSignal } from './exit-code.ts'

/** A bin: its name, and what it does with its arguments. */
export interface TerminalCommand {
  readonly name: string
  run(args: readonly string[], io: CommandIo): Promise<number>
}

/**
 * Runs a command in this process, and ends it with the command's exit code. The first SIGINT or SIGTERM
 * ends the command and what it started; the second ends this process at once, and its guard what is left.
 */
export async function runInTerminal({ name, run }: TerminalCommand): Promise<void> {
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
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      process.stderr.write(failedItself(name, error))
      process.exit(EXIT.harnessFailed)
    })
  }
  const code = await run(process.argv.slice(2), {
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

/** Tells why a command ended without a verdict, and returns its exit code. */
export function tellFailure(
  error: unknown,
  { stderr, signal }: CommandIo,
  { name, inWords = (message) => message }: { name: string; inWords?(message: string): string },
): number {
  if (signal.aborted) {
    stderr.write(`Interrupted by ${signal.reason}.\n`)
    return exitCodeOfSignal(signal.reason)
  }
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (code === 'PLATEAU_MISUSE' || code === 'PLATEAU_TARGET') {
    stderr.write(`${inWords(String(message))}\n`)
    return code === 'PLATEAU_MISUSE' ? EXIT.misuse : EXIT.targetFailed
  }
  stderr.write(failedItself(name, error))
  return EXIT.harnessFailed
}

function failedItself(name: string, error: unknown): string {
  const told = error instanceof Error ? error.stack : inspect(error)
  return `${name} failed itself, which says nothing of what it measures:\n${told}\n`
}

function ignore(): void {}

/** Also where nobody reads any more. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
