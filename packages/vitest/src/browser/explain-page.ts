import {
  type Culprit,
  type GrowthVerdict,
  nowMs,
  type TargetExplanation,
} from '@plateau/core/browser'
import {
  culpritsOf,
  culpritsOfProfile,
  FEWEST_PAGE_ITERATIONS,
  inWordsOfPages,
  isTimeForSnapshot,
  pageIterations,
  type TrackedRun,
  withoutSnapshotNote,
} from '@plateau/core/browser/attribution'
import type { DevTools } from './dev-tools.ts'
import { readPageSources } from './page-sources.ts'
import { type PageRun, runTracked } from './tracked-run.ts'
import { wait } from './turn.ts'

/** Iterations of each half of the re-run beyond which nothing more is learnt. */
const MOST_ITERATIONS = 64

/** What is known when a page is to be explained. */
export interface ExplainTask {
  readonly verdict: GrowthVerdict
  /** When it must have been told, on the clock of `nowMs`. */
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
  // Not after the snapshot, which nothing that is asked for can overtake.
  const sources = await readPageSources(devTools)
  const run = await runTracked(devTools, { iterations, iterate: task.iterate })
  const leftMs = task.endMs - nowMs()
  const snapshot = await snapshotInTime(run, { leftMs, collectionMs: task.collectionMs })
  if (snapshot === undefined) {
    const culprits = culpritsOfProfile(run, sources)
    return told(culprits, [withoutSnapshotNote(leftMs)])
  }
  return told(culpritsOf({ ...run, snapshot }, sources), [])
}

function told(culprits: readonly Culprit[], notes: readonly string[]): TargetExplanation {
  const ofNone = culprits.length === 0 ? [NOT_AGAIN] : []
  return { culprits: culprits.map(inWordsOfPages), notes: [...notes, ...ofNone] }
}

/** Undefined where it does not fit, or took longer than it should. */
async function snapshotInTime(
  run: PageRun,
  time: { readonly leftMs: number; readonly collectionMs: number },
): Promise<TrackedRun['snapshot'] | undefined> {
  const late = wait(time.leftMs).then(() => undefined)
  try {
    return isTimeForSnapshot(time) ? await Promise.race([run.readSnapshot(), late]) : undefined
  } finally {
    // Not waited for: the snapshot may still be under way, and whatever is asked for next comes after both.
    run.end().catch(() => {})
  }
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
