import type { Growth } from '../plateau/verdict.ts'
import { batchesOf, judgedIterations } from './batches.ts'
import {
  completed,
  elapsedMs,
  type History,
  iterationMs,
  iterationsOf,
  placesOf,
} from './history.ts'
import { type Finding, heldOutside, judgeCounts, judgeRows } from './judge-look.ts'
import { lookMs } from './look-price.ts'
import { pauseFor } from './pause.ts'
import { sum } from './proportion.ts'
import type { Step } from './step.ts'
import { bearableIterations, countsBirths, type Terms } from './terms.ts'
import { bytesKeptInPilot, opensHandles } from './warm-up.ts'

/** Groups of batches that are told apart: a leak must show in the old as in the young. */
const GROUPS = 10

/** The part of the time limit that the batches of the first look may take, all batches, and all where too few were judged so far. */
const FIRST_LOOK_SHARE = 0.06
export const LEDGER_SHARE = 0.55
export const SHORT_LEDGER_SHARE = 0.85

/** Iterations of all groups, the young ones included, of which a leak in every fourth iteration would show. */
const FEWEST_ITERATIONS = 30

/** The part of the time limit from which growth is proved with the iterations there are: naming it needs the rest. */
export const PROOF_SHARE = 0.28

/** A cache of a thousand entries looks like a leak until so many iterations have displaced them. */
export const PROOF_ITERATIONS = 2500

/** Handles are a scarce good of the process, and hardly anything holds so many of them on purpose. */
export const PROOF_COUNT = 48

/** Iterations of one batch: with fewer, one more or less would be a third. */
export const FEWEST_IN_BATCH = 3
const MOST_IN_BATCH = 512
export const SCARCE_IN_BATCH = 6

/** With compilers on, the first iterations compile: the part of the time limit that they may take, and how many. */
const COMPILING_SHARE = 0.02
const COMPILING_ITERATIONS = 400

/** Iterations that tell what one costs while allocations are recorded, and the part of the time limit that they may take. */
const PILOT_ITERATIONS = 64
const PILOT_SHARE = 0.01

/** Recording every allocation makes an iteration so many times as slow, as a first guess: 1.3 to 70 times were measured. */
const RECORDED_TIMES = 8

/** A pass is never coarser than one object in so many iterations, and one handle in so many. */
const COARSEST_OBJECT = 1 / 4
const COARSEST_HANDLE = 1 / 10

/** A rare leak is looked for until so many iterations are judged, or this part of the time limit is over. */
const RARE_ITERATIONS = 1200
const RARE_SHARE = 0.3

/** Objects alive by place and batch of birth, and counts after each batch. */
export function ledger(history: History, terms: Terms): Step | undefined {
  if (!countsBirths(history, terms)) return undefined
  const begun = placesOf(history, 'record').at(-1)
  if (begun === undefined) return begin(history, terms)
  const batches = batchesOf(history)
  const last = history.length - 1
  const looked = placesOf(history, 'look').at(-1)
  if (batches.length === 0) return run(pilotIterations(history, terms))
  const judgeable = batches.length - 1
  if (last === looked) return afterLook(history, terms)
  if (placesOf(history, 'pause').at(-1) === last) return look(history)
  const first = Math.max(GROUPS, Math.ceil(FEWEST_ITERATIONS / batchIterations(history, terms)))
  const wanted = first * 2 ** lookedAfterBatches(history)
  const isFull = judgeable >= wanted || !isBatchLeft(history, terms)
  return isFull && judgeable > 0 ? look(history) : run(batchIterations(history, terms))
}

function begin(history: History, terms: Terms): Step {
  if (placesOf(history, 'run', 'ledger').length === 0) {
    const ms = Math.max(iterationMs(history), 1e-4)
    const inTime = Math.floor((COMPILING_SHARE * terms.limitMs) / ms)
    const filling = Math.max(0, 2 * terms.bounded - completed(history))
    const most = opensHandles(history) ? SCARCE_IN_BATCH : COMPILING_ITERATIONS
    const compiling = terms.warmUp === undefined ? Math.min(most, inTime) : 0
    const allowed = Math.min(
      Math.floor((terms.maxIterations - completed(history)) / 8),
      bearable(history),
    )
    const iterations = Math.max(filling, Math.min(compiling, allowed))
    if (iterations > 0) return run(iterations)
  }
  if (placesOf(history, 'full', 'ledger').length === 0)
    return { do: 'sample', phase: 'ledger', collection: 'full', turns: true }
  return { do: 'record' }
}

function afterLook(history: History, terms: Terms): Step | undefined {
  const found = judgeLook(history, terms)
  const isPaused = pausedSinceLastRun(history)
  if (found.growth.length > 0) {
    if (isPaused)
      return {
        do: 'end',
        decision: {
          kind: 'growth',
          growth: [...found.growth, ...heldOutside(history, terms)],
          because: found.because,
        },
      }
    if (isProofWhole(history, terms, found)) return pauseFor(history, terms, batchesOf(history))
    return isBatchLeft(history, terms)
      ? run(batchIterations(history, terms))
      : pauseFor(history, terms, batchesOf(history))
  }
  const isFine = isFineEnough(found)
  const isRareOver =
    !found.mayBeRare ||
    judgedIterations(history) >= RARE_ITERATIONS ||
    isLate(history, terms, RARE_SHARE)
  if ((isFine && isRareOver) || !isBatchLeft(history, terms)) return undefined
  return run(batchIterations(history, terms))
}

/** Whether a look may be passed at all. */
export function isFineEnough({ smallestObject, smallestHandle }: Bounds): boolean {
  return smallestObject <= COARSEST_OBJECT && smallestHandle <= COARSEST_HANDLE
}

/** What the latest look tells. */
export function judgeLook(history: History, terms: Terms): Finding & Bounds {
  const objects = judgeRows(history, terms)
  const counts = judgeCounts(history, terms)
  const growth = [...objects.growth, ...counts.growth]
  const because =
    counts.growth.length > 0 && objects.growth.length === 0 ? 'counts-rise' : 'objects-are-kept'
  return {
    growth,
    because,
    smallestObject: objects.smallest,
    mayBeRare: objects.mayBeRare,
    smallestHandle: counts.smallest,
    counted: sum(counts.growth.map(({ perIteration }) => perIteration)) * counts.iterations,
  }
}

export interface Bounds {
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
  if (found.counted >= PROOF_COUNT || isLate(history, terms, PROOF_SHARE)) return true
  return judgedIterations(history) >= Math.max(PROOF_ITERATIONS, 3 * terms.bounded)
}

function isLate(history: History, { limitMs }: Terms, share: number): boolean {
  return elapsedMs(history) >= share * limitMs
}

/** Whether one more batch fits into what the ledger may take of time and iterations. */
function isBatchLeft(history: History, terms: Terms): boolean {
  const next = batchIterations(history, terms)
  if (completed(history) + next > terms.maxIterations) return false
  if (terms.iterations !== undefined) {
    return judgedIterations(history) + next <= terms.iterations
  }
  const share = judgedIterations(history) < FEWEST_ITERATIONS ? SHORT_LEDGER_SHARE : LEDGER_SHARE
  const neededMs = next * iterationMs(history) + lookMs(history)
  return elapsedMs(history) + neededMs <= share * terms.limitMs
}

function pilotIterations(history: History, terms: Terms): number {
  if (terms.warmUp !== undefined || terms.iterations !== undefined) return 1
  const paceMs = RECORDED_TIMES * Math.max(iterationMs(history), 1e-4)
  const inTime = Math.floor((PILOT_SHARE * terms.limitMs) / paceMs)
  const most = opensHandles(history) ? SCARCE_IN_BATCH : PILOT_ITERATIONS
  return Math.max(1, Math.min(most, inTime, bearable(history)))
}

/** Iterations of one batch, planned at the pace of the first that was recorded. */
function batchIterations(history: History, terms: Terms): number {
  const [pilot, first] = batchesOf(history)
  if (first !== undefined) return iterationsOf(history, first)
  if (pilot === undefined) return 1
  const paceMs = Math.max((history.tookMs[pilot] ?? 0) / iterationsOf(history, pilot), 1e-4)
  if (terms.iterations !== undefined) return Math.max(1, Math.floor(terms.iterations / GROUPS))
  const wanted = Math.floor((FIRST_LOOK_SHARE * terms.limitMs) / GROUPS / paceMs)
  const leftMs = LEDGER_SHARE * terms.limitMs - (history.elapsedMs[pilot] ?? 0)
  const affordable = Math.floor(leftMs / GROUPS / paceMs)
  const allowed = Math.floor((terms.maxIterations - completed(history)) / (2 * GROUPS))
  const most = opensHandles(history) ? SCARCE_IN_BATCH : Math.min(MOST_IN_BATCH, bearable(history))
  const fewest = Math.max(FEWEST_IN_BATCH, Math.ceil((3 * terms.bounded) / GROUPS / 4))
  return Math.max(1, Math.min(Math.max(fewest, Math.min(wanted, most)), affordable, allowed))
}

/** Of the memory that a leak may take, the warm-up of the compilers takes one part, and each batch of two looks. */
function bearable(history: History): number {
  return Math.ceil(bearableIterations(bytesKeptInPilot(history)) / (2 * GROUPS))
}

/** How often the number of batches was doubled. */
function lookedAfterBatches(history: History): number {
  const looks = placesOf(history, 'look')
  return looks.filter((at) => history.deeds[at - 1] === RUN).length
}

const RUN = 0

function pausedSinceLastRun(history: History): boolean {
  const lastRun = placesOf(history, 'run').at(-1) ?? -1
  return (placesOf(history, 'pause').at(-1) ?? -1) > lastRun
}

/** The boundaries of at most ten groups of batches, as equal as can be. */
function look(history: History): Step {
  const judgeable = batchesOf(history).length - 1
  const groups = Math.min(GROUPS, judgeable)
  const edges = Array.from(
    { length: groups + 1 },
    (_, at) => 1 + Math.round((at * judgeable) / groups),
  )
  return { do: 'look', groups: edges }
}

function run(iterations: number): Step {
  return { do: 'run', phase: 'ledger', iterations, isSilent: false }
}
