import { type CommandIo, EXIT, nearestWord, tellFailure } from '@plateau/go/kit'
import { version } from '../run/start-record.ts'
import { helpOf } from './help.ts'

type Command = (args: readonly string[], io: CommandIo) => Promise<number>

/** Each is loaded only where it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  soak: async () => (await import('./soak-command.ts')).soakCommand,
  loop: async () => (await import('./loop-command.ts')).loopCommand,
  ledger: async () => (await import('./ledger-command.ts')).ledgerCommand,
  bisect: async () => (await import('./bisect-command.ts')).bisectCommand,
  report: async () => (await import('./report-command.ts')).reportCommand,
  compare: async () => (await import('./compare-command.ts')).compareCommand,
  merge: async () => (await import('./merge-command.ts')).mergeCommand,
  resume: async () => (await import('./resume-command.ts')).resumeCommand,
  go: async () => (await import('@plateau/go/command')).runGoCommand,
  mcp: async () => (await import('./mcp-command.ts')).mcpCommand,
  init: async () => (await import('./init-command.ts')).initCommand,
  doctor: async () => (await import('./doctor-command.ts')).doctorCommand,
}

/** Runs `plateau` with these arguments; never rejects. Resolves to the exit code. */
export async function runCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const [first = '', ...rest] = args
  if (first === '--version' || first === '-v') {
    io.stdout.write(`${version()}\n`)
    return 0
  }
  const load = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined
  if (first === 'help' || (asksForHelp(args) && first !== 'go' && first !== 'bisect')) {
    io.stdout.write(helpOf(first === 'help' ? rest[0] : first))
    return 0
  }
  if (load === undefined) return unknown(first, io)
  try {
    return await (await load())(rest, io)
  } catch (error) {
    return tellFailure(error, io, { name: 'plateau' })
  }
}

/** What follows `--` is another program's. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  const own = end === -1 ? args : args.slice(0, end)
  return own.includes('--help') || own.includes('-h')
}

function unknown(command: string, { stderr }: CommandIo): number {
  if (command === '') {
    stderr.write(helpOf(undefined))
    return EXIT.misuse
  }
  const nearest = nearestWord(command, Object.keys(COMMANDS))
  const advice = nearest === undefined ? '' : ` Did you mean ${nearest}?`
  stderr.write(`Unknown command '${command}'.${advice} plateau --help lists them all.\n`)
  return EXIT.misuse
}
