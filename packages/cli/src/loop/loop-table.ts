import { kindsOf, type LoopRow } from '@plateau/core/loop'
import { isAnyJudged, worstFirst } from './loop-rows.ts'

/** What a person reads of a loop: what is not a plateau, worst first, and how many there are of each kind. */
export function loopTable(rows: readonly LoopRow[]): string {
  const told = worstFirst(rows).filter(({ kind }) => kind !== 'plateau')
  return [...told.flatMap(linesOf), summary(rows)].join('\n')
}

function linesOf(row: LoopRow): readonly string[] {
  const { kind, file, id, reason, iterations } = row
  return [
    `${kind.padEnd(KIND_WIDTH)}  ${file} > ${id}`,
    ...(kind === 'growth' ? [`${INDENT}${rate(row)} (${iterations} iterations)`] : []),
    ...(row.culprits ?? []).flatMap(({ type, site, path }) => [
      `${INDENT}grows         ${type}`,
      ...(site ? [`${INDENT}allocated at  ${site.file}:${site.line}`] : []),
      ...(path.length > 0
        ? [`${INDENT}retained by   ${path.map(({ name }) => name).join(' → ')}`]
        : []),
    ]),
    ...(row.fingerprint === undefined ? [] : [`${INDENT}fingerprint   ${row.fingerprint}`]),
    ...(reason === undefined ? [] : [`${INDENT}${reason}`]),
  ]
}

const KIND_WIDTH = 'unloopable'.length
const INDENT = ' '.repeat(KIND_WIDTH + 2)

function rate({ probe = 'heap', perIteration = 0 }: LoopRow): string {
  const isBytes = ['heap', 'external', 'native', 'rss'].includes(probe)
  return `${probe} +${Number(perIteration.toPrecision(3))}${isBytes ? ' bytes' : ''} per run of the test`
}

function summary(rows: readonly LoopRow[]): string {
  const seconds = rows.reduce((sum, { ms }) => sum + ms, 0) / 1000
  const unjudged = isAnyJudged(rows) ? '' : `\n${NONE_JUDGED}`
  return `${rows.length} ${rows.length === 1 ? 'test' : 'tests'} in ${seconds.toFixed(1)} s of looping: ${kindsOf(rows)}.${unjudged}`
}

const NONE_JUDGED = 'No test was judged, for none can be looped: whether one leaks is not known.'
