import { batchesOf } from './batches.ts'
import { COARSEST_OBJECT } from './bounds.ts'
import { elapsedMs, type History, iterationMsAt, placesOf } from './history.ts'
import { bearable, isTooSlow, SHORT_LEDGER_SHARE } from './ledger-plan.ts'
import { pauseFor } from './pause.ts'
import { isProportional, sum } from './proportion.ts'
import type { Step } from './step.ts'
import type { Terms } from './terms.ts'

/** The first batches are thrown away: what ends a batch is compiled in them, and would be counted as kept. */
const UNJUDGED_BATCHES = 3

/** What is kept must show in the old ones, and what the youngest keeps is in flight. */
const BATCHES = UNJUDGED_BATCHES + 7

/** V8 counts all objects every 50 ms: a batch that is as long waits little for it. The part of a limit of 5 s. */
const BATCH_SHARE = 0.01
const FEWEST_IN_BATCH = 4

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
  if (batches.length === 0) return runAll(history, terms)
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

/** All batches in one step, for what decides between them would be counted. */
function runAll(history: History, terms: Terms): Step | undefined {
  const iterations = batchIterations(history, terms)
  const endsMs = elapsedMs(history) + BATCHES * iterations * unrecordedMs(history)
  if (endsMs > SHORT_LEDGER_SHARE * terms.limitMs) return undefined
  return { do: 'run', phase: 'ages', iterations, batches: BATCHES, isSilent: true }
}

function batchIterations(history: History, terms: Terms): number {
  const wanted = Math.floor((BATCH_SHARE * terms.limitMs) / unrecordedMs(history))
  const filling = Math.ceil(terms.bounded / UNJUDGED_BATCHES)
  return Math.max(FEWEST_IN_BATCH, filling, Math.min(wanted, bearable(history)))
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
