import type { Growth, ProbeName } from '../plateau/verdict.ts'
import { isTooSlow } from './ages-plan.ts'
import { baseOfLedger, batchesOf, judgedIterations } from './batches.ts'
import { COUNTED_SHARE, FILLING_SHARE } from './bounds.ts'
import { growthByBatch } from './bytes-by-batch.ts'
import { beginDisplacing, bytesOf, displacingMs } from './displacement.ts'
import { hasSlowed, heldMs } from './gate-heap.ts'
import { MOST_GROUPS } from './groups.ts'
import { completed, deedAt, elapsedMs, type History, isLatest, placesOf } from './history.ts'
import { judgeCounts } from './judge-counts.ts'
import { type Finding, heldOutside, iterationsRisen, judgeRows } from './judge-look.ts'
import {
  batchesBeforeLook,
  batchIterations,
  compilingIterations,
  isBatchLeft,
  lookedMs,
  pilotIterations,
} from './ledger-plan.ts'
import { needsOf } from './needs.ts'
import { isOverwhelming } from './overwhelming.ts'
import { iterationMs, iterationsOf } from './pace.ts'
import { hasPaused, haveOutlivedTick, pauseFor, wasCutShort } from './pause.ts'
import { sum } from './proportion.ts'
import type { Step } from './step.ts'
import { bearableIterations, countsBirths, type Terms } from './terms.ts'
import { iterationsInPlaceOfListing } from './uncounted.ts'

/** Handles are a scarce good of the process, and hardly anything holds so many of them on purpose. */
export const PROOF_COUNT = 48

/** Objects alive by place and batch of birth, and counts after each batch. */
export function ledger(history: History, terms: Terms): Step | undefined {
  if (!countsBirths(history, terms)) return undefined
  const begun = placesOf(history, 'record').at(-1)
  if (begun === undefined) return begin(history, terms)
  const batches = batchesOf(history)
  const last = history.length - 1
  const looked = placesOf(history, 'look').at(-1)
  if (batches.length === 0) return run(pilotIterations(history, terms))
  if (batches.length === 1 && isTooSlow(history, terms)) return undefined
  const judgeable = batches.length - 1
  if (last === looked) return afterLook(history, terms)
  if (isLatest(history, 'pause')) {
    // What is swept only at the next call, such as entries that expired meanwhile, goes now.
    const mayBeSwept = judgeRows(history, terms).growth.length > 0
    return mayBeSwept ? run(iterationsAfterPause(history, terms)) : look(history)
  }
  if (placesOf(history, 'pause').at(-1) === last - 1) return look(history)
  const wanted = batchesBeforeLook(history, terms, lookedAfterBatches(history))
  const isFull =
    judgeable >= wanted || !isBatchLeft(history, terms) || isLongBatch(history, terms, batches)
  return isFull && judgeable > 0 ? look(history) : run(batchIterations(history, terms))
}

function begin(history: History, terms: Terms): Step {
  if (placesOf(history, 'run', 'ledger').length === 0) {
    const iterations = compilingIterations(history, terms)
    if (iterations > 0) return { ...run(iterations), isSilent: false }
  }
  if (baseOfLedger(history) === undefined)
    return { do: 'sample', phase: 'ledger', collection: 'full', turns: true, isBetween: false }
  return { do: 'record' }
}

function afterLook(history: History, terms: Terms): Step | undefined {
  const found = judgeLook(history, terms)
  if (found.growth.length > 0) return afterGrowth(history, terms, found)
  const displacing = beginDisplacing(history, terms, found.replaced)
  if (displacing !== undefined) return displacing
  const isFine = isFineEnough(history, terms, found)
  const { rareIterations } = needsOf(history, terms)
  const isRareOver =
    !found.mayBeRare || judgedIterations(history) >= rareIterations || isLate(history, terms)
  if (isFine && isRareOver) {
    const more = iterationsInPlaceOfListing(history, terms)
    return more > 0 ? run(more) : undefined
  }
  return isBatchLeft(history, terms) ? run(batchIterations(history, terms)) : undefined
}

/** What must follow before births convict: enough of them, a pause, and as many iterations as fill a cache. */
function afterGrowth(history: History, terms: Terms, found: Finding & Bounds): Step | undefined {
  const old = { runs: batchesOf(history), heldMs: heldMs(history, bytesOf(found.growth)) }
  if (!hasPaused(history, terms, old) || !haveOutlivedTick(history, terms, old)) {
    if (wasCutShort(history, terms)) return undefined
    return isProofWhole(history, terms, found) || !isBatchLeft(history, terms)
      ? pauseFor(history, terms, old)
      : run(batchIterations(history, terms))
  }
  const displacing = isProofSure(history, terms, found)
    ? undefined
    : beginDisplacing(history, terms, found.growth)
  return displacing ?? convict(history, terms, found)
}

/** By this part of the time limit what is proved must be told, for naming it needs the rest. */
const TOLD_SHARE = 0.8

/**
 * A cache of some hundred entries keeps all that a few batches made: where there is no time to displace it with nothing recorded,
 * what convicts by so little runs on for a while as it is. One batch where enough was seen.
 */
function iterationsAfterPause(history: History, terms: Terms): number {
  const usual = batchIterations(history, terms)
  const found = judgeLook(history, terms)
  const isOfObjects = found.growth.every(({ probe }) => probe === 'heap')
  if (!isOfObjects || terms.iterations !== undefined || isProofSure(history, terms, found)) {
    return usual
  }
  const beforeMs = usual * iterationMs(history) + lookedMs(history)
  const neededMs = elapsedMs(history) + beforeMs + displacingMs(history, terms, found.growth)
  if (neededMs <= COUNTED_SHARE * terms.limitMs) return usual
  const leftMs = TOLD_SHARE * terms.limitMs - elapsedMs(history) - lookedMs(history)
  const inTime = Math.min(FILLING_SHARE * terms.limitMs, leftMs) / iterationMs(history)
  const missing = needsOf(history, terms).proofIterations - judgedIterations(history)
  const allowed = terms.maxIterations - completed(history)
  const most = Math.min(inTime, missing, allowed, bearableIterations(bytesOf(found.growth)))
  return Math.max(usual, Math.floor(most))
}

/** Whether the latest batch stands in place of a list of stores. */
function isLongBatch(history: History, terms: Terms, batches: readonly number[]): boolean {
  return iterationsOf(history, batches.at(-1) ?? 0) > batchIterations(history, terms)
}

/** What the latest look proves, with what it holds outside the heap. */
export function convict(history: History, terms: Terms, { growth, because }: Finding): Step {
  return {
    do: 'end',
    decision: { kind: 'growth', growth: [...growth, ...heldOutside(history, terms)], because },
  }
}

/** Whether a look may be passed at all. */
export function isFineEnough(
  history: History,
  terms: Terms,
  { smallestObject, smallestHandle }: Pick<Bounds, 'smallestObject' | 'smallestHandle'>,
): boolean {
  const { object, handle } = needsOf(history, terms)
  return smallestObject <= object && smallestHandle <= handle
}

/** What the latest look tells. */
export function judgeLook(history: History, terms: Terms): Finding & Bounds {
  const objects = judgeRows(history, terms)
  const counts = judgeCounts(history, terms)
  const bytes = growthByBatch(history, terms)
  const scarce = counts.growth.filter(({ probe }) => !isCollected(history, probe))
  const [because] = [
    ...objects.growth.map(() => 'objects-are-kept' as const),
    ...counts.growth.map(() => 'counts-rise' as const),
    'bytes-rise-evenly' as const,
  ]
  return {
    growth: [...objects.growth, ...bytes, ...counts.growth],
    replaced: objects.replaced,
    because: because ?? 'objects-are-kept',
    smallestObject: objects.smallest,
    mayBeRare: objects.mayBeRare,
    smallestHandle: counts.smallest,
    counted: sum(scarce.map(({ perIteration }) => perIteration)) * counts.iterations,
  }
}

/** What only a collection ends, such as elements of a page, is not scarce. */
function isCollected({ probes }: History, name: ProbeName): boolean {
  return probes.find((probe) => probe.name === name)?.isCollected ?? false
}

export interface Bounds {
  /** What would be growth, but for bytes that were level in the gate. */
  readonly replaced: readonly Growth[]
  /** Objects per iteration that a leak keeps which would have shown, and handles. */
  readonly smallestObject: number
  readonly smallestHandle: number
  readonly mayBeRare: boolean
  /** Handles and descriptors that grew. */
  readonly counted: number
}

function isProofWhole(
  history: History,
  terms: Terms,
  found: Bounds & { growth: readonly Growth[] },
): boolean {
  const { proofMs } = needsOf(history, terms)
  const isOver = isLate(history, terms) || elapsedMs(history) >= proofMs
  return isOver || isProofSure(history, terms, found)
}

/** Where the silent heap rises up to here by what is kept, nothing was displaced before: that tells as much in fewer iterations. */
const RISEN_SHARE = 0.8

/** Whether as much was seen as no cache of the usual size, and no pool, makes. */
function isProofSure(
  history: History,
  terms: Terms,
  found: Bounds & { growth: readonly Growth[] },
): boolean {
  if (found.counted >= PROOF_COUNT || isOverwhelming(history, found.growth)) return true
  // The gate saw a cache become full, or something else that ended.
  if (hasSlowed(history)) return false
  const needed = Math.max(needsOf(history, terms).proofIterations, 3 * terms.bounded)
  const isRisen = iterationsRisen(history, found.growth) >= RISEN_SHARE * needed
  return isRisen || judgedIterations(history) >= needed
}

function isLate(history: History, terms: Terms): boolean {
  return elapsedMs(history) >= needsOf(history, terms).proofShare * terms.limitMs
}

/** How often the number of batches was doubled. */
function lookedAfterBatches(history: History): number {
  const looks = placesOf(history, 'look')
  return looks.filter(
    (at) => deedAt(history, at - 1) === 'run' && deedAt(history, at - 2) !== 'pause',
  ).length
}

/** The boundaries of at most ten groups of batches, as equal as can be. */
function look(history: History): Step {
  const judgeable = batchesOf(history).length - 1
  const groups = Math.min(MOST_GROUPS, judgeable)
  const edges = Array.from(
    { length: groups + 1 },
    (_, at) => 1 + Math.round((at * judgeable) / groups),
  )
  return { do: 'look', groups: edges }
}

/** What is compiled by now stays so: code that the compilers make meanwhile is kept, and would be counted as born. */
function run(iterations: number): Extract<Step, { do: 'run' }> {
  return { do: 'run', phase: 'ledger', iterations, isSilent: true }
}
