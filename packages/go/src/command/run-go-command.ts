import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandIo } from '../kit/command-io.ts'
import { EXIT } from '../kit/exit-code.ts'
import { tellFailure } from '../kit/run-in-terminal.ts'
import { ownPackage } from '../own-package.ts'
import { checkCommand } from './check-command.ts'
import { inCommandWords } from './command-words.ts'
import { diffCommand } from './diff-command.ts'
import { helpOf } from './help.ts'
import { linesCommand } from './lines-command.ts'
import { testCommand } from './test-command.ts'

/**
 * Runs `plateau-go` with these arguments; never rejects. Resolves to the exit code: 0 plateau, 1 growth,
 * 2 misuse, 3 unsettled, 4 the program failed, 5 Plateau failed, 130 or 143 interrupted.
 */
export async function runGoCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const [first = '', ...rest] = args
  const named = COMMANDS[first]
  const given = own(args)
  if (args.length === 0 || given.includes('--help') || given.includes('-h')) {
    const sink = args.length === 0 ? io.stderr : io.stdout
    sink.write(helpOf(named === undefined ? 'check' : first))
    return args.length === 0 ? EXIT.misuse : 0
  }
  if (first === '--version') {
    io.stdout.write(`${version()}\n`)
    return 0
  }
  try {
    return named === undefined ? await checkCommand(args, io) : await named(rest, io)
  } catch (error) {
    return tellFailure(error, io, { name: 'plateau-go', inWords: inCommandWords })
  }
}

type Command = (args: readonly string[], io: CommandIo) => Promise<number>

const COMMANDS: Readonly<Record<string, Command | undefined>> = {
  test: testCommand,
  lines: linesCommand,
  diff: diffCommand,
}

/** What follows `--` is another program's. */
function own(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--')
  return end === -1 ? args : args.slice(0, end)
}

function version(): string {
  const manifest = join(ownPackage(), 'package.json')
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
