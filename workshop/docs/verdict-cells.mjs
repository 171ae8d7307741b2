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

/** What holds it and where, as told with time enough, and whether that is the truth. */
export function culpritCell(rows) {
  const told = rows.find(({ name, line }) => name !== undefined || line !== undefined)
  if (told?.kind !== 'growth') return 'not measured'
  const { holder, place, calledFrom, name, line } = told
  const parts = [
    place && `\`${place}\`${line === 'right' ? '' : ` (${WORD[line] ?? line})`}`,
    calledFrom && calledFrom !== place && `called from \`${calledFrom}\``,
    holder && `\`${shortened(holder)}\`${name === 'wrong' ? ' (wrong)' : ''}`,
  ]
  return parts.filter(Boolean).join(', ') || 'none is told'
}

/** What holds it and what leaks are at the ends of the way. */
function shortened(path) {
  const steps = path.split(' → ')
  return steps.length <= 5 ? path : [...steps.slice(0, 3), '…', steps.at(-1)].join(' → ')
}

/** A line that is not the one in the truth, though it may lie on the way to it. */
const WORD = { other: 'another line', wrong: 'wrong', none: 'no line' }

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

/** `of the culprits that are told in a process of their own, 19 of 19 holders and 16 of 19 lines are right`. */
export function culpritLine(rows) {
  const told = rows.filter(({ variant, line }) => variant === 'leaky' && line !== undefined)
  const right = (key) => told.filter((row) => row[key] === 'right').length
  const named = told.some(({ name }) => name !== undefined)
  const holders = named ? `${right('name')} of ${told.length} holders and ` : ''
  return `${holders}${right('line')} of ${told.length} lines are told right`
}

function shareOf(rows, kind) {
  return `${rows.filter((row) => row.kind === kind).length} of ${rows.length}`
}
