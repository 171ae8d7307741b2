import { rateOfEqualBatches } from '../plateau/rate.ts'
import type { Growth } from '../plateau/verdict.ts'
import { agesPlan, isBatchLeftForAges, isTooSlow, unjudgedIterations } from './ages-plan.ts'
import { batchesOf } from './batches.ts'
import { COARSEST_OBJECT } from './bounds.ts'
import { type History, placesOf } from './history.ts'
import { iterationsOf } from './pace.ts'
import { pauseFor } from './pause.ts'
import { isProportional, mostKept } from './proportion.ts'
import type { Step } from './step.ts'
import type { Terms } from './terms.ts'

/**
 * All objects alive by the batch in which they were born, whoever made them: it costs a walk through the heap for each
 * batch, and the scenario runs at its own pace. Asked where the record of every allocation makes it too slow.
 */
export function ages(history: History, terms: Terms): Step | undefined {
  if (history.lacksAges) return undefined
  if (placesOf(history, 'follow').length === 0)
    return areNeeded(history, terms) ? { do: 'follow' } : undefined
  const batches = batchesOf(history, 'ages')
  if (batches.length === 0) return runUnjudged(history, terms)
  if (batches.length === 1) return runJudged(history, terms)
  const looks = placesOf(history, 'ages')
  if (looks.at(-1) !== history.length - 1) return lookAt(batches)
  if (isFine(judgeAges(history))) return undefined
  return looks.length === 1
    ? pauseFor(history, terms, { runs: batches })
    : runOnceMore(history, terms)
}

export interface AgesFound {
  /** Objects per iteration that a leak keeps at most. */
  readonly smallest: number
  /** What follows the iterations, as a leak's does: ages acquit, and convict nobody. */
  readonly suspect: Growth | undefined
}

/** What the ages of all objects tell at the latest look. */
export function judgeAges({ ages: look }: History): AgesFound {
  const [row] = look?.rows ?? []
  if (look === undefined || row === undefined)
    return { smallest: Number.POSITIVE_INFINITY, suspect: undefined }
  const early = look.iterations.length - 1
  const kept = row.births.slice(0, early)
  const iterations = look.iterations.slice(0, early)
  const rates = iterations.map((count, at) => (row.bytes[at] ?? 0) / count)
  return {
    smallest: mostKept(kept, iterations),
    suspect: isProportional(kept, iterations)
      ? { probe: 'heap', ...rateOfEqualBatches(rates, 1) }
      : undefined,
  }
}

function isFine({ smallest, suspect }: AgesFound): boolean {
  return smallest <= COARSEST_OBJECT && suspect === undefined
}

function areNeeded(history: History, terms: Terms): boolean {
  if (!history.probes.some(({ name }) => name === 'heap')) return false
  const isRecorded = placesOf(history, 'record').length > 0 && history.looks.length === 0
  return isRecorded && isTooSlow(history, terms)
}

function runUnjudged(history: History, terms: Terms): Step | undefined {
  if (agesPlan(history, terms, 'all') === undefined) return undefined
  return run(unjudgedIterations(terms), 1)
}

/** All in one step, for what decides between them would be counted. */
function runJudged(history: History, terms: Terms): Step | undefined {
  const plan = agesPlan(history, terms, 'judged')
  return plan && run(plan.iterations, plan.batches)
}

/** What was in flight is old then, and bounds a leak too. */
function runOnceMore(history: History, terms: Terms): Step | undefined {
  const latest = batchesOf(history, 'ages').at(-1) ?? 0
  return isBatchLeftForAges(history, terms, latest)
    ? run(iterationsOf(history, latest), 1)
    : undefined
}

function run(iterations: number, batches: number): Step {
  return { do: 'run', phase: 'ages', iterations, batches, isSilent: true }
}

function lookAt(batches: readonly number[]): Step {
  return { do: 'ages', groups: batches.map((_, at) => at + 1) }
}
