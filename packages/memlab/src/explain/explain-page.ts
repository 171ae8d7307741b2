import type { Culprit, GrowthVerdict, TargetExplanation } from '@plateau/core'
import {
  createSnapshotReader,
  culpritsOf,
  culpritsOfProfile,
  FEWEST_PAGE_ITERATIONS,
  HALVES,
  inWordsOfPages,
  isTimeForSnapshot,
  keepFile,
  NOTHING_KEPT,
  pageIterations,
  withoutSnapshotNote,
} from '@plateau/core/attribution'
import { sourceOf } from '../memlab/memlab-filters.ts'
import { type PageTraces, traceWithMemlab } from '../memlab/page-traces.ts'
import type { OpenPage } from '../page/page-session.ts'
import { countListeners, grownKinds } from './listener-census.ts'
import { nameListeners } from './listener-culprits.ts'
import { readPageScripts } from './page-scripts.ts'
import { findStoreCulprits } from './store-culprits.ts'
import { runTracked } from './tracked-run.ts'

/** What is known when a page is to be explained. */
export interface ExplainTask {
  readonly verdict: GrowthVerdict
  /** Milliseconds that are left of the check's time. */
  leftMs(): number
  /** What a full collection took so far, on average. */
  readonly collectionMs: number
  readonly signal: AbortSignal
  readonly keep: 'snapshot' | 'profile' | undefined
}

/** Iterations of each half of the re-run beyond which nothing more is learnt. */
const MOST_ITERATIONS = 16

/** Runs the page again to say what it keeps, where that is allocated and what holds it. */
export async function explainPage(open: OpenPage, task: ExplainTask): Promise<TargetExplanation> {
  const iterations = affordable(open, task)
  if (iterations < FEWEST_PAGE_ITERATIONS) return { culprits: [], notes: [TOO_LITTLE_TIME] }
  // What gains entries without one object more is not among the survivors of a re-run.
  const isOfStores = task.verdict.because === 'stores-gain-entries' && task.keep === undefined
  const stores = isOfStores ? await storesThatGrew(open, task, iterations) : []
  if (stores.length > 0) return { culprits: stores.map(inWordsOfPages) }
  return explainSurvivors(open, task, iterations)
}

async function explainSurvivors(
  open: OpenPage,
  task: ExplainTask,
  iterations: number,
): Promise<TargetExplanation> {
  const { cdp, page } = open
  const before = await countListeners(cdp)
  const kept = task.keep && keepFile(task.keep, page.url())
  const reader = createSnapshotReader()
  const run = await runTracked(cdp, {
    iterations,
    settle: open.settle,
    iterate: (count) => open.iterate(count, task.signal),
    onChunk(chunk) {
      reader.write(chunk)
      if (kept?.kind === 'snapshot') kept.write(chunk)
    },
    hasTimeForSnapshot: () => kept?.kind === 'snapshot' || hasTimeForSnapshot(task),
  })
  const late = run.hasSnapshot ? [] : [withoutSnapshotNote(task.leftMs())]
  if (kept?.kind === 'profile') kept.write(JSON.stringify(run.profile))
  const after = await countListeners(cdp)
  const scripts = await readPageScripts(cdp, page.url())
  const total = HALVES * iterations
  const survivors = run.hasSnapshot
    ? culpritsOf({ ...run, snapshot: reader.end(), grownBytes: grownBytes(task) }, scripts)
    : culpritsOfProfile(run, scripts)
  let culprits = await nameListeners(survivors, {
    cdp,
    scripts,
    kinds: grownKinds(before, after, total * FEWEST_LISTENERS),
    iterations: total,
  })
  if (culprits.length === 0) culprits = await storesThatGrew(open, task, iterations)
  const traces = await memlabTraces(open, task)
  const { kept: files, notes: ofFile } = kept?.close() ?? NOTHING_KEPT
  return {
    culprits: culprits.map(inWordsOfPages),
    notes: [...late, ...(culprits.length === 0 ? [NOT_AGAIN] : []), ...traces.notes, ...ofFile],
    kept: [...files, ...traces.kept],
  }
}

function hasTimeForSnapshot({ leftMs, collectionMs }: ExplainTask): boolean {
  return isTimeForSnapshot({ leftMs: leftMs(), collectionMs })
}

/** In batches that are as long, a list of the engine's own that fills is told from a store. */
const STORE_BATCH = 2

async function storesThatGrew(
  open: OpenPage,
  task: ExplainTask,
  iterations: number,
): Promise<readonly Culprit[]> {
  if (!hasTimeForSnapshot(task)) return []
  return findStoreCulprits(open.cdp, {
    scripts: await readPageScripts(open.cdp, open.page.url()),
    // Where few were affordable, the decision has seen enough of them.
    iterations: iterations < MOST_ITERATIONS ? iterations : STORE_BATCH * iterations,
    bytesPerIteration: grownBytes(task) ?? 0,
    settle: open.settle,
    iterate: (count) => open.iterate(count, task.signal),
  })
}

function grownBytes({ verdict }: ExplainTask): number | undefined {
  return verdict.growth.find(({ probe }) => probe === 'heap')?.perIteration
}

/** memlab knows elements and what frameworks hang on them; with a filter of the user's, anything. */
async function memlabTraces(open: OpenPage, task: ExplainTask): Promise<PageTraces> {
  const { cdp, options, scenarioFile } = open
  const isAsked = options.leakFilter !== undefined
  const isOfPages = task.verdict.growth.some(({ probe }) => probe === 'nodes')
  if (options.memlab === 'off' || !(isAsked || isOfPages)) return { notes: [], kept: [] }
  return traceWithMemlab(cdp, {
    filters: sourceOf(options, isAsked ? scenarioFile : undefined),
    keep: task.keep === 'snapshot',
    leftMs: task.leftMs,
    async iterate(iterations) {
      await open.iterate(iterations, task.signal)
      await open.settle()
    },
  })
}

/** A kind of listeners grows when every other iteration leaves one. */
const FEWEST_LISTENERS = 0.5

const TOO_LITTLE_TIME =
  "Too little of the check's time was left to run the page again and explain its growth: raise the test's timeout or timeLimitMs."

const NOT_AGAIN =
  'The growth did not show as surviving objects when the page was run once more, so no culprit can be named.'

function affordable(open: OpenPage, { leftMs, verdict, collectionMs }: ExplainTask): number {
  return pageIterations({
    verdict,
    leftMs: leftMs(),
    iterationMs: open.iterationMs(),
    collectionMs,
    most: MOST_ITERATIONS,
  })
}
