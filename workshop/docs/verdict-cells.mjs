// What was measured of a case, as cells of a table.
import { COUNTED } from '@plateau/core/soak'

/** `growth, +96 bytes per iteration`; each runner by itself where they differ. */
export function verdictCell(rows, variant) {
  const checked = rows.filter((row) => row.variant === variant && row.name === undefined)
  if (checked.length === 0) return 'not measured'
  const kinds = new Set(checked.map(({ kind }) => kind))
  if (kinds.size > 1) return checked.map(({ kind, runner }) => `${kind} (${runner})`).join(', ')
  const [first] = checked
  return first.kind === 'growth' ? `growth, ${rateOf(first)}` : first.kind
}

function rateOf({ probe, perIteration }) {
  const [one, many] = COUNTED[probe] ?? ['byte', 'bytes']
  return `+${perIteration} ${perIteration === 1 ? one : many} per iteration`
}

/** What holds it and where, as told, and whether that is the truth. */
export function culpritCell(rows, truth) {
  const told = toldOf(rows, truth)
  if (told === undefined) return 'not measured'
  const { holder, place, calledFrom, name, line } = told
  const parts = [
    place && `\`${place}\`${line === 'right' ? '' : ' (another line)'}`,
    calledFrom && calledFrom !== place && `called from \`${calledFrom}\``,
    holder && `\`${shortened(holder)}\`${name === 'wrong' ? ' (wrong)' : ''}`,
  ]
  return parts.filter(Boolean).join(', ') || 'none is told'
}

/** What `culprits` judged, which has time enough; else what the first runner told within a test's time. */
function toldOf(rows, truth) {
  const grown = rows.filter(({ variant, kind }) => variant === 'leaky' && kind === 'growth')
  const judged = grown.find(({ name }) => name !== undefined)
  const [first] = grown.toSorted((one, other) => (one.runner > other.runner ? -1 : 1))
  return judged ?? (first && { ...judgedBy(truth, first), ...first })
}

/** Of the names, only what `culprits` reads of the whole verdict can judge. */
function judgedBy({ addedAt, alsoAt = [] }, { place = '' }) {
  const isThere = [addedAt, ...alsoAt].some((at) => at && place.endsWith(`${at.file}:${at.line}`))
  return { line: isThere ? 'right' : place ? 'other' : 'not found' }
}

/** What holds it and what leaks are at the ends of the way. */
function shortened(path) {
  const steps = path.split(' → ')
  return steps.length <= 5 ? path : [...steps.slice(0, 3), '…', steps.at(-1)].join(' → ')
}

/** `19 of 19 leaky releases are called growth, 29 of 29 others a plateau in vitest 5.1.1 (Node 24)`, for each runner. */
export function runnerLines(rows) {
  const checked = rows.filter(({ name }) => name === undefined)
  return [...new Set(checked.map(({ runner }) => runner))].map((runner) => {
    const of = checked.filter((row) => row.runner === runner)
    const [leaky, others] = ['leaky', 'fixed'].map((variant) =>
      of.filter((row) => row.variant === variant),
    )
    const { version, node } = of[0]
    return `${shareOf(leaky, 'growth')} leaky ones are called growth and ${shareOf(others, 'plateau')} repaired or clean ones a plateau, in ${runner === 'auto' ? 'programs of Go' : [runner, version].join(' ')}, Node ${node}`
  })
}

/** `16 of 19 lines are told right`, and the holders where they were judged. */
export function culpritLine(cases) {
  const told = cases.map(({ rows, truth }) => toldOf(rows, truth)).filter(Boolean)
  const count = (key, verdict) => told.filter((one) => one[key] === verdict).length
  const named = told.filter(({ name }) => name !== undefined).length
  const holders = named > 0 ? `, and ${count('name', 'right')} of ${named} holders` : ''
  return `${count('line', 'right')} of ${cases.length} lines are told right${holders}`
}

function shareOf(rows, kind) {
  return `${rows.filter((row) => row.kind === kind).length} of ${rows.length}`
}
