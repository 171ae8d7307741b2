import { batchesOf } from './batches.ts'
import { COARSEST_OBJECT } from './bounds.ts'
import { collectionMs, elapsedMs, type History, placesOf } from './history.ts'
import { bearable, isTooSlow, SHORT_LEDGER_SHARE } from './ledger-plan.ts'
import { iterationMsAt } from './pace.ts'
import { pauseFor } from './pause.ts'
import { isProportional, sum } from './proportion.ts'
import type { Step } from './step.ts'
import type { Terms } from './terms.ts'

/** The first batches are thrown away: what ends a batch is compiled in them, and would be counted as kept. */
const UNJUDGED_BATCHES = 3

/**
 * Judged batches and their fewest iterations: what is kept must show in the old ones, and what the youngest keeps is in
 * flight. Where a walk through the heap takes long, fewer batches do: the coarsest leak shows in all of these.
 */
const PLANS = [
  { batches: 7, fewest: 4 },
  { batches: 5, fewest: 4 },
  { batches: 3, fewest: 6 },
] as const

/** V8 counts all objects every 50 ms: a batch that is as long waits little for it. The part of a limit of 5 s. */
const BATCH_SHARE = 0.01

/** To number all objects, and to count them, takes as long as so many full collections (5 to 6 at 50 to 75 MB). */
const COLLECTIONS_PER_WALK = 5

/** A leak is in every batch: the part of them that kept least bounds it, whatever else the others keep. */
const QUIET_SHARE = 0.6

/** So many more than were seen may have been kept by chance (Poisson, 95 % where none was seen). */
const BY_CHANCE = 3

/**
 * All objects alive by the batch in which they were born, whoever made them: it costs a walk through the heap for each
 * batch, and the scenario runs at its own pace. Asked where the record of every allocation makes it too slow.
 */
export function ages(history: History, terms: Terms): Step | undefined {
  if (history.lacksAges) return undefined
  if (placesOf(history, 'follow').length === 0)
    return areNeeded(history, terms) ? { do: 'follow' } : undefined
  const batches = batchesOf(history, 'ages')
  const last = history.length - 1
  if (batches.length === 0) return runUnjudged(history, terms)
  if (batches.length === UNJUDGED_BATCHES) return runJudged(history, terms)
  const looks = placesOf(history, 'ages')
  if (looks.length === 0 || placesOf(history, 'pause', 'ages').at(-1) === last)
    return lookAt(batches)
  return looks.length === 1 && !isFine(judgeAges(history))
    ? pauseFor(history, terms, batches)
    : undefined
}

export interface AgesFound {
  /** Objects per iteration that a leak keeps at most. */
  readonly smallest: number
  /** Whether what is kept follows the iterations, as a leak's does: ages acquit, and convict nobody. */
  readonly isEven: boolean
}

/** What the ages of all objects tell at the latest look. */
export function judgeAges({ ages: look }: History): AgesFound {
  const [row] = look?.rows ?? []
  if (look === undefined || row === undefined)
    return { smallest: Number.POSITIVE_INFINITY, isEven: false }
  const early = look.iterations.length - 1
  const kept = row.births.slice(0, early)
  const iterations = look.iterations.slice(0, early)
  const quiet = kept
    .map((count, at) => ({ count, iterations: iterations[at] ?? 1 }))
    .sort((one, other) => one.count / one.iterations - other.count / other.iterations)
    .slice(0, Math.ceil(QUIET_SHARE * early))
  const least = sum(quiet.map(({ count }) => count))
  return {
    smallest: (least + BY_CHANCE) / sum(quiet.map((one) => one.iterations)),
    isEven: isProportional(kept, iterations),
  }
}

function isFine({ smallest, isEven }: AgesFound): boolean {
  return smallest <= COARSEST_OBJECT && !isEven
}

function areNeeded(history: History, terms: Terms): boolean {
  if (!history.probes.some(({ name }) => name === 'heap')) return false
  const isRecorded = placesOf(history, 'record').length > 0 && history.looks.length === 0
  return isRecorded && isTooSlow(history, terms)
}

function runUnjudged(history: History, terms: Terms): Step | undefined {
  const iterations = Math.max(1, Math.ceil(terms.bounded / UNJUDGED_BATCHES))
  const isPlanned = planFor(history, terms, UNJUDGED_BATCHES * iterations) !== undefined
  return isPlanned ? run(iterations, UNJUDGED_BATCHES) : undefined
}

/** All in one step, for what decides between them would be counted. */
function runJudged(history: History, terms: Terms): Step | undefined {
  const plan = planFor(history, terms, 0)
  return plan && run(plan.iterations, plan.batches)
}

function run(iterations: number, batches: number): Step {
  return { do: 'run', phase: 'ages', iterations, batches, isSilent: true }
}

/** As many batches as there is time for, once so many iterations have run that nobody judges. */
function planFor(
  history: History,
  terms: Terms,
  unjudged: number,
): { readonly iterations: number; readonly batches: number } | undefined {
  const ms = unrecordedMs(history)
  const walkMs = COLLECTIONS_PER_WALK * collectionMs(history)
  const wanted = Math.min(Math.floor((BATCH_SHARE * terms.limitMs) / ms), bearable(history))
  const walks = unjudged > 0 ? UNJUDGED_BATCHES : 0
  const leftMs =
    SHORT_LEDGER_SHARE * terms.limitMs - elapsedMs(history) - unjudged * ms - walks * walkMs
  return PLANS.map(({ batches, fewest }) => ({
    iterations: Math.max(fewest, wanted),
    batches,
  })).find(({ iterations, batches }) => batches * (iterations * ms + walkMs) <= leftMs)
}

/** Milliseconds of an iteration before births were recorded. */
function unrecordedMs(history: History): number {
  const recorded = placesOf(history, 'record').at(-1) ?? 0
  const before = placesOf(history, 'run').findLast((at) => at < recorded) ?? 0
  return iterationMsAt(history, before)
}

function lookAt(batches: readonly number[]): Step {
  return { do: 'ages', groups: batches.map((_, at) => at + 1).slice(UNJUDGED_BATCHES - 1) }
}
