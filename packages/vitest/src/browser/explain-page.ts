import { type GrowthVerdict, nowMs, type TargetExplanation } from '@plateau/core/browser'
import {
  culpritsOf,
  culpritsOfProfile,
  FEWEST_PAGE_ITERATIONS,
  inWordsOfPages,
  isTimeForSnapshot,
  pageIterations,
  withoutSnapshotNote,
} from '@plateau/core/browser/attribution'
import type { DevTools } from './dev-tools.ts'
import { readPageSources } from './page-sources.ts'
import { runTracked } from './tracked-run.ts'

/** Iterations of each half of the re-run beyond which nothing more is learnt. */
const MOST_ITERATIONS = 64

/** What is known when a page is to be explained. */
export interface ExplainTask {
  readonly verdict: GrowthVerdict
  /** On the clock of `nowMs`. */
  readonly endMs: number
  readonly iterationMs: number
  /** What a full collection took so far, on average. */
  readonly collectionMs: number
  iterate(iterations: number): Promise<unknown>
}

/** Runs the scenario again to say what it keeps, where that is allocated and what holds it. */
export async function explainPage(
  devTools: DevTools,
  task: ExplainTask,
): Promise<TargetExplanation> {
  const iterations = affordable(task)
  if (iterations < FEWEST_PAGE_ITERATIONS) return { culprits: [], notes: [TOO_LITTLE_TIME] }
  const { endMs, collectionMs, iterate } = task
  let leftMs = 0
  const run = await runTracked(devTools, {
    iterations,
    iterate,
    hasTimeForSnapshot() {
      leftMs = endMs - nowMs()
      return isTimeForSnapshot({ leftMs, collectionMs })
    },
  })
  const sources = await readPageSources(devTools)
  const { snapshot } = run
  const found =
    snapshot === undefined
      ? culpritsOfProfile(run, sources)
      : culpritsOf({ ...run, snapshot }, sources)
  const notes = [
    ...(snapshot === undefined ? [withoutSnapshotNote(leftMs)] : []),
    ...(found.length === 0 ? [NOT_AGAIN] : []),
  ]
  return { culprits: found.map(inWordsOfPages), notes }
}

const TOO_LITTLE_TIME =
  "Too little of the check's time was left to run the scenario again and explain its growth: raise the test's timeout or timeLimitMs."

const NOT_AGAIN =
  'The growth did not show as surviving objects when the scenario was run once more, so no culprit can be named.'

function affordable({ verdict, endMs, iterationMs, collectionMs }: ExplainTask): number {
  return pageIterations({
    verdict,
    leftMs: endMs - nowMs(),
    iterationMs,
    collectionMs,
    most: MOST_ITERATIONS,
  })
}
