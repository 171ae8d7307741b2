import type { KnownLeak } from '../plateau/known-leak.ts'
import type { Series } from '../plateau/series.ts'
import { storeOfEntries } from '../plateau/store-of-entries.ts'
import type {
  Growth,
  GrowthVerdict,
  PlateauVerdict,
  UnsettledVerdict,
  Verdict,
} from '../plateau/verdict.ts'
import { describeCulprit, line } from './describe-culprit.ts'
import { remedy } from './remedy.ts'
import { runnerCause, runnerRemedy } from './runner-cause.ts'
import { drawSeries } from './series-drawing.ts'
import { duration, number, perIteration } from './units.ts'

/** The verdict as a person reads it in a test's failure, or as JSON with every reading. */
export function describeVerdict(verdict: Verdict, style: 'text' | 'json' = 'text'): string {
  if (style === 'json') return JSON.stringify(verdict, null, 2)
  switch (verdict.kind) {
    case 'plateau':
      return [describePlateau(verdict), ...notMeasured(verdict)].join('\n')
    case 'growth':
      return describeGrowth(verdict)
    case 'unsettled':
      return describeUnsettled(verdict)
  }
}

function describePlateau(verdict: PlateauVerdict): string {
  const { iterations, elapsedMs, known } = verdict
  if (known !== undefined) return describeKnown(known, iterations)
  return `scenario levelled off (${iterations} iterations, ${duration(elapsedMs)}); ${describeResolution(verdict)}`
}

/** What was counted is said as people think, what was read in the units of its probe. */
function describeResolution({ because, resolution }: PlateauVerdict): string {
  const { heapObjects, handles } = resolution
  if (because === 'nothing-is-kept' && heapObjects !== undefined) {
    const ofHandles = handles === undefined ? '' : `, and one handle in every ${oneIn(handles)}`
    const often = oneIn(heapObjects)
    const every = often === '1' ? 'iteration' : `${often} iterations`
    return `one object kept in every ${every} would have shown${ofHandles}`
  }
  const smallest = Object.entries(resolution)
    .map(([probe, amount]) => `${probe} ${number(amount)}`)
    .join(', ')
  return `the smallest leak per iteration that would have shown: ${smallest}`
}

function oneIn(perIteration: number): string {
  return number(Math.max(1, Math.floor(1 / perIteration)))
}

function describeKnown(known: readonly KnownLeak[], iterations: number): string {
  const reasons = known.map(
    ({ reason, until, owner }) => `${reason} (until ${until}${owner ? `, ${owner}` : ''})`,
  )
  return `scenario grew by nothing but known leaks (${iterations} iterations): ${reasons.join('; ')}`
}

function describeGrowth(verdict: GrowthVerdict): string {
  const [first, ...others] = verdict.growth
  const lines = [
    `${runnerCause(verdict)}expected scenario not to leak, but ${grew(first, verdict)}`,
    ...others.map((growth) => `and ${grew(growth, verdict)}`),
    ...verdict.culprits.flatMap(describeCulprit),
    ...(verdict.notes ?? []).map((note) => `  ${note}`),
    ...(verdict.kept ?? []).map((file) => line('kept', file)),
    ...drawings(verdict.growth, verdict.series),
    ...notMeasured(verdict),
    ...remedies(verdict).map((sentence) => `  ${sentence}`),
  ]
  return lines.join('\n')
}

/** One for the code under test, where any of the growth is its own, and one for the runner. */
function remedies(verdict: GrowthVerdict): readonly string[] {
  const { culprits } = verdict
  const made = culprits.flatMap(({ madeBy }) => madeBy ?? [])[0]
  if (made === undefined) return [remedy(verdict)]
  const own = culprits.filter(({ madeBy }) => madeBy === undefined)
  return [...(own.length > 0 ? [remedy({ ...verdict, culprits: own })] : []), runnerRemedy(made)]
}

function grew(growth: Growth | undefined, { iterations }: GrowthVerdict): string {
  if (growth === undefined) return 'it grew'
  const types = growth.types?.length ? `, ${growth.types.join(', ')}` : ''
  const rate = perIteration(growth.probe, growth.perIteration)
  const measured = `(${interval(growth)}, ${iterations} iterations)`
  return storeOfEntries(growth) !== undefined
    ? `${growth.probe} gained entries${types}, while its bytes moved ${rate} ${measured}`
    : `${growth.probe} grew ${rate}${types} ${measured}`
}

function notMeasured({ unmeasured = [] }: Verdict): readonly string[] {
  return unmeasured.map((sentence) => `  ${sentence}`)
}

function interval({ interval: [low, high] }: Growth): string {
  return `95% interval ${number(low)} to ${number(high)}`
}

function drawings(growth: readonly Growth[], series: readonly Series[]): readonly string[] {
  return growth.flatMap(({ probe }) => {
    const drawn = series.find((candidate) => candidate.probe === probe)
    const isLine = drawn !== undefined && drawn.readings.length > 1
    return isLine ? [`  ${probe.padEnd(8)}  ${drawSeries(drawn)}`] : []
  })
}

const UNSETTLED: Readonly<Record<UnsettledVerdict['reason'], string>> = {
  time: 'the time was over before the decision',
  samples: 'too few iterations were allowed',
  noise: 'the readings would not settle',
  suspect: 'something grows, but nothing proves it a leak',
}

function describeUnsettled(verdict: UnsettledVerdict): string {
  const { reason, suspects, advice, series, iterations, elapsedMs } = verdict
  const seen = suspects.map(
    (suspect) =>
      `  ${suspect.probe} moved ${perIteration(suspect.probe, suspect.perIteration)} (${interval(suspect)})`,
  )
  const drawn =
    suspects.length > 0 ? drawings(suspects, series) : drawings(seriesAsGrowth(verdict), series)
  return [
    `could not tell whether scenario leaks: ${isUnread(verdict) ? UNREAD : UNSETTLED[reason]} (${iterations} iterations, ${duration(elapsedMs)})`,
    ...seen,
    ...drawn,
    ...notMeasured(verdict),
    `  ${advice}`,
  ].join('\n')
}

const UNREAD = 'it could not be read'

function isUnread({ reason, series }: UnsettledVerdict): boolean {
  const isBlank = series.length > 0 && series.every(({ readings }) => readings.length === 0)
  return reason === 'samples' && isBlank
}

/** What rose; and what would not settle, wherever it ended. */
function seriesAsGrowth({ reason, series }: UnsettledVerdict): readonly Growth[] {
  const isTold = ({ readings }: Series): boolean =>
    reason === 'noise'
      ? readings.some((reading) => reading !== readings[0])
      : (readings.at(-1) ?? 0) > (readings[0] ?? 0)
  return series
    .filter((one) => one.readings.length > 1 && isTold(one))
    .map(({ probe }) => ({ probe, perIteration: 0, interval: [0, 0] as const }))
}
