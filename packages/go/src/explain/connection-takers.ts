import { type Cause, sumOf } from './cause.ts'
import type { ProjectFiles } from './go-sources.ts'
import type { GrownStack } from './grown-stacks.ts'
import { RAREST_PER_ITERATION } from './leg-growth.ts'
import { calledByOwn, ownFrame, placeOf } from './stack-place.ts'
import { describeFrame, describePosition } from './words.ts'

/** A connection of `database/sql` is opened by whoever finds none idle, which need not be who keeps one. */
const OPENS = /^database\/sql\.\(\*DB\)\.conn$/

/** A pool for each iteration keeps its connections by itself. */
const OPENS_POOL = /^database\/sql\.OpenDB$/

/** What takes a connection until its rows, transaction or `Conn` are closed; one row is closed by its Scan. */
const TAKES = /^database\/sql\.\(\*(?:DB|Conn|Stmt)\)\.(Query|Begin|Conn)(?:Context|Tx)?$/
const GIVES_BACK = /^database\/sql\.\(\*\w+\)\.(?:QueryRow|Exec)/

const REMEDIES: Readonly<Record<string, string>> = {
  Query: 'Close sql.Rows on every path: defer rows.Close() after the check of err.',
  Begin: 'End every transaction on every path: defer tx.Rollback() after the check of err.',
  Conn: 'Close each sql.Conn on every path: defer conn.Close() after the check of err.',
}

/** The project's lines that take connections, of all that was allocated. */
export function connectionTakers(
  allocated: readonly GrownStack[],
  project: ProjectFiles,
): readonly GrownStack[] {
  return allocated.filter(({ stack, perIteration }) => {
    const called = calledByOwn(stack, project)
    return (
      perIteration.objects >= RAREST_PER_ITERATION &&
      ownFrame(stack, project) !== undefined &&
      called.some((frame) => TAKES.test(frame.function)) &&
      !called.some((frame) => GIVES_BACK.test(frame.function))
    )
  })
}

/** What is taken into a variable, or handed on, at such a line. */
const TAKEN = /(?:^|\s)(?:(\w+)\s*(?:,\s*\w+\s*)?:?=|return)\s.*\b(?:Query|Begin|Conn)\w*\(/

/** Whether the function gives back what it takes at that line, whichever way it returns. */
export function isGivenBack(source: string, line: number): boolean {
  const lines = source.split('\n')
  const taken = TAKEN.exec(lines[line - 1] ?? '')
  if (taken === null) return true
  const [, name] = taken
  if (name === undefined) return false
  const end = lines.findIndex((text, at) => at >= line && text.startsWith('}'))
  const rest = lines.slice(line, end === -1 ? undefined : end).join('\n')
  const giving = `\\b${name}\\.(?:Close|Rollback|Commit)\\(`
  if (new RegExp(`\\bdefer\\b(?:.*|\\s*func\\b[^}]*)${giving}`).test(rest)) return true
  const until = rest.search(new RegExp(giving))
  return until !== -1 && !/\breturn\b/.test(rest.slice(0, until).replace(FAILED, ''))
}

/** Where nothing was taken, nothing is to be given back. */
const FAILED = /^\s*if \w+ != nil \{[^}]*\}/

/**
 * The causes with the line that keeps connections, where they are told by the ones that opened them. `takers` give
 * nothing back; where several lines are so, none is named.
 */
export function atTaker(causes: readonly Cause[], known: Known): readonly Cause[] {
  const { stacks, takers, project } = known
  const lines = new Map(takers.map((taker) => [lineOf(taker, project), taker]))
  const [taker, ...others] = lines.values()
  if (taker === undefined || others.length > 0 || passes(stacks, OPENS_POOL)) return causes
  const opened = causes.filter((cause) => passes(cause.stacks, OPENS))
  const [first] = opened
  if (first === undefined) return causes
  const joined = joinedAt(taker, opened, known)
  return causes.flatMap((cause) =>
    cause === first ? [{ ...first, ...joined }] : opened.includes(cause) ? [] : [cause],
  )
}

interface Known {
  readonly stacks: readonly GrownStack[]
  readonly takers: readonly GrownStack[]
  readonly project: ProjectFiles
}

function joinedAt(taker: GrownStack, opened: readonly Cause[], { project }: Known): Partial<Cause> {
  const own = ownFrame(taker.stack, project)
  const place = own && placeOf([own], project)
  const called = calledByOwn(taker.stack, project).map((frame) => TAKES.exec(frame.function)?.[1])
  const remedy = REMEDIES[called.find((one) => one !== undefined) ?? '']
  const [{ kind, perIteration: rate } = none()] = opened
  const stacks = opened.flatMap((cause) => cause.stacks)
  const openers = stacks.filter((stack) => passes([stack], OPENS))
  const by = openers.flatMap(({ stack }) => ownFrame(stack, project) ?? [])
  const lines = by.map((frame) => describeFrame(frame, project))
  const elsewhere = [...new Set(lines)].filter((told) => told !== lineOf(taker, project))
  const heap = sumOf(stacks)
  return {
    place,
    stacks,
    perIteration: kind === 'heap' ? heap : { objects: rate.objects, bytes: heap.bytes },
    notes: [
      ...(elsewhere.length > 0
        ? [`its connections are opened at ${elsewhere.slice(0, MOST_LINES).join(', ')}`]
        : []),
      ...opened.flatMap(({ kind: of, notes }) => (of === 'heap' ? [] : notes)),
    ],
    ...(remedy !== undefined && { remedy }),
  }
}

const MOST_LINES = 2

function none(): never {
  throw new Error('Nothing was opened.')
}

function lineOf({ stack }: GrownStack, project: ProjectFiles): string {
  const own = ownFrame(stack, project)
  const place = own && placeOf([own], project)
  return place ? describePosition(place.site) : ''
}

function passes(stacks: readonly GrownStack[], wanted: RegExp): boolean {
  return stacks.some(({ stack }) => stack.some((frame) => wanted.test(frame.function)))
}
