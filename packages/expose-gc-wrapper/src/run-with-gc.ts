import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const USAGE = `Runs a script in Node with a global gc().

  expose-gc-wrapper [node options] script.js [arguments]

Signals are passed on; the exit code is the script's own, 128 + n after signal n, 2 on misuse.
`

/** Signals that a terminal or a supervisor sends to end a process; the script decides what they mean. */
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs `node --expose-gc` with the given arguments and resolves with the exit code to end with. */
export async function runWithGc(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') && argv.every((argument) => argument.startsWith('-'))) {
    process.stdout.write(USAGE)
    return 0
  }
  if (argv.length === 0) {
    process.stderr.write(
      `expose-gc-wrapper needs a script to run, received no argument.\n\n${USAGE}`,
    )
    return 2
  }
  const child = spawn(process.execPath, [...process.execArgv, '--expose-gc', ...argv], {
    stdio: 'inherit',
  })
  for (const signal of FORWARDED_SIGNALS) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => {
    child.once('error', ({ message }) => {
      process.stderr.write(`expose-gc-wrapper cannot start ${process.execPath}: ${message}\n`)
      resolve(2)
    })
    child.once('exit', (code, signal) => resolve(code ?? 128 + signalNumber(signal)))
  })
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : (constants.signals[signal] ?? 0)
}
