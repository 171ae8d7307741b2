import { rateOfLine } from '../plateau/rate.ts'
import type { Growth } from '../plateau/verdict.ts'
import { CONVICTING_BYTES_PER_ITERATION } from './bounds.ts'
import { STILL_THERE } from './gains.ts'
import { completed, type History, placesOf, probeNamed, readingAt } from './history.ts'
import { judgeRows } from './judge-look.ts'
import { acceptedRate, levelRise, probeAt } from './level.ts'
import { iterationsOf } from './pace.ts'
import { isProportional, sum } from './proportion.ts'
import type { RuleName } from './step.ts'
import { OVERWHELMING_BYTES, type Terms } from './terms.ts'
import { climbingRate, evenRate, type Gains, type Points, placeBy } from './trend.ts'

/** Half a word, where it comes in steps or objects are counted beside it: a Go map of entries that came and went gained 3 B. */
const CONVICTING_BYTES_OF_STORES = 4

/** Of bytes and objects alone nobody knows what they are: a cache of so many entries must be full by then. */
const CONVICTING_ITERATIONS = 100

export interface LegsFound {
  /** What grows as a leak does. */
  readonly growth: readonly Growth[]
  readonly because: RuleName
  /** What is not level, and no proof either. */
  readonly open: readonly Growth[]
}

/** What the readings after equal legs tell: a leak gains the same in each, what is level gained nothing over half of all iterations. */
export function judgeLegs(history: History, terms: Terms): LegsFound {
  const evident = evidentGrowth(history, terms)
  if (evident !== undefined) return { ...evident, open: [] }
  const counts = growingCounts(history, terms)
  // Bytes alone convict nobody once nothing was found that they are.
  const rising = (history.isRefuted ? [] : numbersOf(history, 'bytes')).flatMap((probe) => {
    const rise = riseOfBytes(history, terms, probe)
    if (rise === undefined) return []
    const least = counts.length > 0 ? 0 : convictingRate(history, terms, { probe, ...rise })
    return rise.growth.perIteration >= least ? [rise] : []
  })
  const found = [
    ...rising.map((rise) => rise.growth),
    ...counts.map((probe) => growthOf(history, probe)),
  ]
  // What is told first comes first: a goroutine keeps objects, but not the other way round.
  const growth = history.probes.flatMap(({ name }) => found.filter(({ probe }) => probe === name))
  const names = growth.map(({ probe }) => probe)
  const open = history.probes.flatMap(({ name }, probe) =>
    names.includes(name) || isLevel(history, terms, probe) ? [] : [growthOf(history, probe)],
  )
  const ofBytes = rising.some(({ isEven }) => isEven) ? 'bytes-rise-evenly' : 'bytes-climb-in-steps'
  return { growth, because: counts.length > 0 ? 'counts-rise' : ofBytes, open }
}

/** What a re-run of the target's own found: the one rule judges what survived of it, and what its stores gained. */
function evidentGrowth(history: History, terms: Terms): Omit<LegsFound, 'open'> | undefined {
  const heap = probeNamed(history, 'heap')
  if (heap === -1 || placesOf(history, 'evidence').length === 0) return undefined
  const areKept = judgeRows(history, terms).growth.length > 0
  const isStored = history.stores?.some(({ gains }) =>
    isProportional(
      gains,
      gains.map(() => 1),
    ),
  )
  if (!areKept && !isStored) return undefined
  const because = areKept ? 'objects-are-kept' : 'stores-gain-entries'
  return { growth: [growthOf(history, heap)], because }
}

function numbersOf({ probes }: History, wanted: 'bytes' | 'count'): readonly number[] {
  return probes.flatMap(({ unit }, at) => (unit === wanted ? [at] : []))
}

/** Legs that are judged: the first is thrown away. */
export function judgedLegs(history: History): readonly number[] {
  return placesOf(history, 'run', 'legs')
    .slice(1)
    .filter((at) => at + 1 < history.length)
}

/** A leg is between the sample before it and the one after it; a pause lies in none. */
function gainsOf(history: History, probe: number): Gains {
  const legs = judgedLegs(history)
  return {
    gains: legs.map((at) => readingAt(history, at + 1, probe) - readingAt(history, at - 1, probe)),
    iterations: legs.map((at) => iterationsOf(history, at)),
  }
}

/** All samples, those of the warm-up and before the first leg included. */
function pointsOf(history: History, probe: number): Points {
  const places = placesOf(history, 'full')
  return {
    iterations: places.map((at) => history.completed[at] ?? 0),
    readings: places.map((at) => readingAt(history, at, probe)),
  }
}

/** Objects alone may be a cache that fills, as bytes may. */
function growingCounts(history: History, terms: Terms): readonly number[] {
  const growing = numbersOf(history, 'count').filter((probe) =>
    isCountGrowing(history, terms, probe),
  )
  const areObjects = growing.every((probe) => probeAt(history, probe).name === 'heapObjects')
  return areObjects && areFew(history, terms) ? [] : growing
}

/** A leak gains as much in each leg, and keeps it over a pause. */
function isCountGrowing(history: History, terms: Terms, probe: number): boolean {
  const spec = probeAt(history, probe)
  const found = gainsOf(history, probe)
  const rate = evenRate(found)
  if (spec.isNoisy || rate === undefined) return false
  const gained = sum(found.gains)
  return (
    rate.perIteration > acceptedRate(spec, terms) &&
    gained > levelRise(spec, terms, sum(found.iterations)) &&
    stands(history, probe, gained)
  )
}

function stands(history: History, probe: number, gained: number): boolean {
  const [first = 0] = judgedLegs(history)
  const [base, last] = [first - 1, placesOf(history, 'full').at(-1) ?? 0]
  return readingAt(history, last, probe) - readingAt(history, base, probe) >= STILL_THERE * gained
}

interface Rise {
  readonly isEven: boolean
  readonly growth: Growth
}

/** Bytes without an identity: the one rule where each leg gains as much, else whether they climb in steps for ever. */
function riseOfBytes(history: History, terms: Terms, probe: number): Rise | undefined {
  const spec = probeAt(history, probe)
  if (spec.isNoisy) return undefined
  const found = gainsOf(history, probe)
  const [gained, iterations] = [sum(found.gains), sum(found.iterations)]
  if (gained <= levelRise(spec, terms, iterations) || !stands(history, probe, gained))
    return undefined
  const even = evenRate(found)
  const rate = even ?? (spec.hasMarks ? undefined : climbsTo(history, terms, probe))
  if (rate === undefined || rate.perIteration <= acceptedRate(spec, terms)) return undefined
  return { isEven: even !== undefined, growth: { probe: spec.name, ...rate } }
}

function climbsTo(history: History, terms: Terms, probe: number) {
  const level = (iterations: number) => levelRise(probeAt(history, probe), terms, iterations)
  return climbingRate(pointsOf(history, probe), level)
}

/** So few iterations that nobody knows whether what they keep is a cache that fills. */
function areFew(history: History, terms: Terms): boolean {
  const judged = sum(judgedLegs(history).map((at) => iterationsOf(history, at)))
  return judged < CONVICTING_ITERATIONS && terms.iterations === undefined
}

/** Bytes per iteration from which a probe convicts by itself. */
function convictingRate(
  history: History,
  terms: Terms,
  { probe, isEven }: Rise & { readonly probe: number },
): number {
  const { name } = probeAt(history, probe)
  const { gains } = gainsOf(history, probe)
  if (areFew(history, terms) && sum(gains) < OVERWHELMING_BYTES) return Number.POSITIVE_INFINITY
  if (name !== 'heap') return 0
  if (terms.witness === 'evidence') return Number.POSITIVE_INFINITY
  const hasObjects = history.probes.some((one) => one.name === 'heapObjects')
  return isEven && !hasObjects ? CONVICTING_BYTES_PER_ITERATION : CONVICTING_BYTES_OF_STORES
}

/** What it rose by in the judged legs, as it is told. */
function growthOf(history: History, probe: number): Growth {
  const found = gainsOf(history, probe)
  const { iterations, readings } = pointsOf(history, probe)
  return {
    probe: probeAt(history, probe).name,
    ...(evenRate(found) ?? rateOfLine(iterations, readings)),
  }
}

/** Counts that come and go are level where one of the latest readings, by this part of all iterations, is no more than at the half. */
const LATEST_SHARE = 0.25

/** A quiet stretch proves something only where it is as long as all before it: lists grow by a factor, tables by 2. */
function isLevel(history: History, terms: Terms, probe: number): boolean {
  const { iterations, readings } = pointsOf(history, probe)
  const [half, judged] = halfOf(history)
  const spec = probeAt(history, probe)
  const late = iterations.findIndex((count) => count >= (1 - LATEST_SHARE) * completed(history))
  const lowest = spec.unit === 'count' ? Math.min(...readings.slice(late)) : readings.at(-1)
  return (lowest ?? 0) - (readings[half] ?? 0) <= levelRise(spec, terms, judged)
}

/** The number of the latest sample in the first half of all iterations, and how many came after it. */
export function halfOf(history: History): readonly [sample: number, iterations: number] {
  const { iterations } = pointsOf(history, 0)
  const half = Math.max(0, placeBy(iterations, completed(history) / 2))
  return [half, completed(history) - (iterations[half] ?? 0)]
}

/** What legs with a single collection each showed: pools of buffers that grow for as long as they are used. */
export function hiddenGrowth({ hidden, probes }: History, terms: Terms): readonly Growth[] {
  const heap = probes.find(({ name }) => name === 'heap')
  if (hidden === undefined || heap === undefined) return []
  const rate = climbingRate(hidden, (iterations) => levelRise(heap, terms, iterations))
  if (rate === undefined || rate.perIteration < CONVICTING_BYTES_PER_ITERATION) return []
  return [{ probe: 'heap', ...rate }]
}
