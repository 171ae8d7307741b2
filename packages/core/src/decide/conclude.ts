import type { Growth, Resolution } from '../plateau/verdict.ts'
import { judgeAges } from './ages.ts'
import { riseInLedger } from './batches.ts'
import {
  CONVICTING_BYTES_PER_ITERATION,
  OBJECT_BYTES,
  SLOT_BYTES,
  SURE_ITERATIONS,
} from './bounds.ts'
import { concludeLegs } from './conclude-legs.ts'
import { grownCopies, mostCopied } from './copies.ts'
import { completed, type History, recordingOf } from './history.ts'
import { judgeCounts } from './judge-counts.ts'
import { isFineEnough, judgeLook } from './ledger.ts'
import { isOverwhelming } from './overwhelming.ts'
import type { Decision, Lack } from './step.ts'
import { countedGrowth, mostEntries, unevenRise } from './stores.ts'
import { countsBirths, isJudgedByReadings, type Terms } from './terms.ts'
import { isLeftUncounted, mostUncounted } from './uncounted.ts'

/** What a check that proved no growth may say of what it saw. */
export function conclude(history: History, terms: Terms): Decision {
  if (history.lost !== undefined) return lost(history.lost)
  if (isJudgedByReadings(history, terms)) {
    return concludeLegs(history, terms) ?? tooLittle(history, terms, [])
  }
  if (!countsBirths(history, terms)) return concludeByTrend(history, terms)
  if (recordingOf(history).look === undefined) return tooLittle(history, terms, [])
  const seen = history.looks.length > 0 ? judgeLook(history, terms) : undefined
  if (seen !== undefined && !history.isRefuted && isOverwhelming(history, seen.growth)) {
    return { kind: 'growth', growth: seen.growth, because: seen.because }
  }
  const found = seen ?? foundByAge(history, terms)
  // What is yet to outlive a pause neither grows nor passes.
  const suspects = history.isRefuted
    ? []
    : [...found.growth, ...countedGrowth(history, terms), ...grownCopies(history, terms)]
  const entries = mostEntries(history, terms)
  const isUncounted = entries === undefined && isLeftUncounted(history, terms)
  const isOpen = isUncounted || !isFineEnough(history, terms, found)
  if (suspects.length > 0 || isOpen) return tooLittle(history, terms, suspects)
  const ofStores = entries === undefined ? mostUncounted(history, terms) : SLOT_BYTES * entries
  const heap = Math.max(OBJECT_BYTES * found.smallestObject, ofStores, mostCopied(history, terms))
  return {
    kind: 'plateau',
    because: 'nothing-is-kept',
    resolution: resolutionOf(history, terms, {
      heap,
      objects: found.smallestObject,
      handles: found.smallestHandle,
    }),
  }
}

/** Ages convict nobody: what they do not acquit is left open where no time was left to record births. */
function foundByAge(
  history: History,
  terms: Terms,
): Pick<ReturnType<typeof judgeLook>, 'growth' | 'smallestObject' | 'smallestHandle'> {
  const { growth, smallest } = judgeCounts(history, terms)
  const { smallest: smallestObject, suspect } = judgeAges(history)
  return {
    growth: suspect === undefined ? growth : [suspect, ...growth],
    smallestObject: suspect === undefined ? smallestObject : Number.POSITIVE_INFINITY,
    smallestHandle: smallest,
  }
}

function resolutionOf(
  history: History,
  { tolerate }: Terms,
  most: { readonly heap: number; readonly objects: number; readonly handles: number },
): Resolution {
  const own = history.probes.map(({ name, unit }, probe) => {
    if (name === 'heap') return [name, most.heap]
    if (unit === 'count') return [name, most.handles + (tolerate[name] ?? 0)]
    return [name, risePerIteration(history, probe)]
  })
  const objects = history.probes.some(({ name }) => name === 'heap')
    ? [['heapObjects', most.objects]]
    : []
  return Object.fromEntries([...own, ...objects])
}

/** What a probe of bytes rose by over all that was recorded: a smaller leak would have hidden in it. */
function risePerIteration(history: History, probe: number): number {
  const { amount, iterations } = riseInLedger(history, probe)
  return Math.max(amount, OBJECT_BYTES) / Math.max(1, iterations)
}

const UNEVEN = 'the heap rises, but unevenly, and nothing else of it can be read here'

function lost(why: string): Extract<Decision, { kind: 'unsettled' }> {
  return {
    kind: 'unsettled',
    reason: 'noise',
    suspects: [],
    because: 'too-little-was-seen',
    lack: { of: 'witness', why },
  }
}

function concludeByTrend(history: History, terms: Terms): Decision {
  const entries = mostEntries(history, terms)
  if (entries === undefined) return tooLittle(history, terms, [])
  const suspects = countedGrowth(history, terms)
  if (suspects.length > 0) return tooLittle(history, terms, suspects)
  const uneven = unevenRise(history, terms)
  if (uneven !== undefined) return { ...lost(UNEVEN), suspects: [uneven] }
  const resolution = Object.fromEntries(
    history.probes.map(({ name, unit }) => [
      name,
      unit === 'bytes' ? CONVICTING_BYTES_PER_ITERATION : entries,
    ]),
  )
  return { kind: 'plateau', because: 'nothing-is-kept', resolution }
}

function tooLittle(history: History, terms: Terms, suspects: readonly Growth[]): Decision {
  const allowed = Math.min(terms.maxIterations, terms.iterations ?? Number.POSITIVE_INFINITY)
  const isOutOfIterations = !history.isTimeUp && 1.5 * completed(history) >= allowed
  // Where so many were enough for births, one more doubling was asked for.
  const needed = allowed < SURE_ITERATIONS ? SURE_ITERATIONS : 2 * allowed
  const lack: Lack = isOutOfIterations
    ? { of: 'iterations', needed }
    : { of: 'time', neededIterations: SURE_ITERATIONS }
  const reason = isOutOfIterations ? 'samples' : 'time'
  return { kind: 'unsettled', reason, suspects, because: 'too-little-was-seen', lack }
}
