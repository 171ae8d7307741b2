import { type GrowthVerdict, nowMs, type TargetExplanation } from '@plateau/core/browser'
import {
  culpritsOf,
  FEWEST_PAGE_ITERATIONS,
  inWordsOfPages,
  pageIterations,
} from '@plateau/core/browser/attribution'
import type { DevTools } from './dev-tools.ts'
import { readPageSources } from './page-sources.ts'
import { runTracked } from './tracked-run.ts'

/** Iterations of each half of the re-run beyond which nothing more is learnt. */
const MOST_ITERATIONS = 64

/** What a snapshot of a small page, its way into the page and its reading take. */
const SNAPSHOT_MS = 1500

/** What is known when a page is to be explained. */
export interface ExplainTask {
  readonly verdict: GrowthVerdict
  /** On the clock of `nowMs`. */
  readonly endMs: number
  readonly iterationMs: number
  iterate(iterations: number): Promise<unknown>
}

/** Runs the scenario again to say what it keeps, where that is allocated and what holds it. */
export async function explainPage(
  devTools: DevTools,
  task: ExplainTask,
): Promise<TargetExplanation> {
  const iterations = affordable(task)
  if (iterations < FEWEST_PAGE_ITERATIONS) return { culprits: [], notes: [TOO_LITTLE_TIME] }
  const run = await runTracked(devTools, iterations, task.iterate)
  const sources = await readPageSources(devTools)
  const culprits = culpritsOf(run, sources).map(inWordsOfPages)
  return { culprits, notes: culprits.length === 0 ? [NOT_AGAIN] : [] }
}

const TOO_LITTLE_TIME =
  "Too little of the check's time was left to run the scenario again and explain its growth: raise the test's timeout or timeLimitMs."

const NOT_AGAIN =
  'The growth did not show as surviving objects when the scenario was run once more, so no culprit can be named.'

function affordable({ verdict, endMs, iterationMs }: ExplainTask): number {
  return pageIterations({
    verdict,
    leftMs: endMs - nowMs(),
    iterationMs,
    snapshotMs: SNAPSHOT_MS,
    most: MOST_ITERATIONS,
  })
}
