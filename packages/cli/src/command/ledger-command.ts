import { resolve } from 'node:path'
import { type KnownLeak, MisuseError } from '@plateau/core'
import { KNOWN_FILE, knownIn, type LoopRow } from '@plateau/core/loop'
import {
  type CommandIo,
  type CommandLine,
  type CommandOptions,
  EXIT,
  parseCommandLine,
} from '@plateau/go/kit'
import { foundIn, staleEntries, writeLedger } from '../loop/ledger.ts'
import { readReport } from '../loop/loop-rows.ts'
import { HELP } from './soak-options.ts'

export const LEDGER_OPTIONS: CommandOptions = {
  from: { value: 'FILE', help: 'what plateau loop --json wrote' },
  fingerprint: { value: 'F', help: 'add only this culprit', isRepeatable: true },
  reason: { value: 'TEXT', help: 'why it is accepted' },
  owner: { value: 'NAME', help: 'who repairs it' },
  until: { value: 'DAY', help: 'the last day on which it is accepted, such as 2027-01-31' },
  ...HELP,
}

/** `plateau ledger add|prune|check`. Resolves to the exit code. */
export async function ledgerCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau ledger', LEDGER_OPTIONS)
  const [what] = line.positionals
  const from = line.one('from')
  const rows = from === undefined ? undefined : readReport(resolve(io.cwd, from))
  switch (what) {
    case 'add':
      return add(line, rows ?? missing('add'), io)
    case 'prune':
      return prune(rows ?? missing('prune'), io)
    case 'check':
      return check(rows, io)
    default:
      throw new MisuseError(
        `plateau ledger takes add, prune or check, received ${what === undefined ? 'nothing' : `'${what}'`}.`,
      )
  }
}

function missing(what: string): never {
  throw new MisuseError(
    `plateau ledger ${what} needs --from FILE, which plateau loop --json FILE wrote.`,
  )
}

function add(line: CommandLine, rows: readonly LoopRow[], io: CommandIo): number {
  const [reason, until, owner] = [line.one('reason'), line.one('until'), line.one('owner')]
  if (reason === undefined || until === undefined) {
    throw new MisuseError(
      'plateau ledger add needs --reason TEXT and --until DAY: a leak is accepted for a reason, and for a time.',
    )
  }
  const wanted = line.all('fingerprint')
  const known = knownIn(io.cwd)
  const isKnown = (fingerprint: string) =>
    known.some(({ match }) => 'fingerprint' in match && match.fingerprint === fingerprint)
  const added: KnownLeak[] = [...foundIn(rows.map(withPath))]
    .filter(([fingerprint]) => wanted.length === 0 || wanted.includes(fingerprint))
    .filter(([fingerprint]) => !isKnown(fingerprint))
    .map(([fingerprint, bytes]) => ({
      match: { fingerprint },
      maxPerIteration: Math.ceil(bytes),
      reason,
      ...(owner !== undefined && { owner }),
      until,
    }))
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until)) {
    throw new MisuseError(`--until must be a day such as 2027-01-31, received '${until}'.`)
  }
  writeLedger([...known, ...added], io.cwd)
  io.stdout.write(`${KNOWN_FILE}: ${added.length} added, ${known.length + added.length} in all.\n`)
  return EXIT.plateau
}

/** Of what was found without a path, nobody has seen what holds it. */
function withPath(row: LoopRow): LoopRow {
  const { culprits = [] } = row
  return { ...row, culprits: culprits.filter(({ path }) => path.length > 0) }
}

function prune(rows: readonly LoopRow[], io: CommandIo): number {
  const known = knownIn(io.cwd)
  const left = known.filter((leak) => staleEntries([leak], rows).length === 0)
  writeLedger(left, io.cwd)
  io.stdout.write(`${KNOWN_FILE}: ${known.length - left.length} removed, ${left.length} left.\n`)
  return EXIT.plateau
}

function check(rows: readonly LoopRow[] | undefined, io: CommandIo): number {
  const stale = staleEntries(knownIn(io.cwd), rows)
  const count = knownIn(io.cwd).length
  const told = stale.length > 0 ? stale : [`${KNOWN_FILE}: ${count} entries, all of them in force.`]
  io.stdout.write(`${told.join('\n')}\n`)
  return stale.length > 0 ? EXIT.growth : EXIT.plateau
}
