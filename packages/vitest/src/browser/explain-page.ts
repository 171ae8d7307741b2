import {
  type Culprit,
  type GrowthVerdict,
  nowMs,
  type TargetExplanation,
} from '@plateau/core/browser'
import { culpritsOf } from '@plateau/core/browser/attribution'
import type { DevTools } from './dev-tools.ts'
import { readPageSources } from './page-sources.ts'
import { runTracked } from './tracked-run.ts'

/** Iterations of each half of the re-run; fewer survivors could be strays. */
const MOST_ITERATIONS = 64
const FEWEST_ITERATIONS = 8

/** What a re-run may take where more than the fewest iterations are only good for more certainty. */
const RERUN_MS = 2000

/** Both halves, what warms them up and what displaces the rest. */
const HALVES = 2.5

/** A leak of whole documents is recorded object by object, which takes its time. */
const MOST_BYTES = 2 ** 21

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
  if (iterations < FEWEST_ITERATIONS) return { culprits: [], notes: [TOO_LITTLE_TIME] }
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
  const perHalfMs = HALVES * Math.max(iterationMs, 0.01)
  const inTime = (endMs - nowMs() - SNAPSHOT_MS) / 2 / perHalfMs
  const useful = Math.max(FEWEST_ITERATIONS, RERUN_MS / perHalfMs)
  const { perIteration = 1 } = verdict.growth.find(({ probe }) => probe === 'heap') ?? {}
  const inMemory = Math.max(FEWEST_ITERATIONS, MOST_BYTES / perIteration / HALVES)
  return Math.floor(Math.min(MOST_ITERATIONS, inTime, useful, inMemory))
}

/** Blink's word for where the window keeps its document. */
const DOCUMENT_SLOT = '[Window#DocumentCachedAccessor]'

function inWordsOfPages(culprit: Culprit): Culprit {
  const path = culprit.path.map((step) =>
    step.name === DOCUMENT_SLOT ? { ...step, name: 'document' } : step,
  )
  return { ...culprit, path }
}
