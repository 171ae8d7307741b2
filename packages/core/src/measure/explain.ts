import { collect } from '@plateau/expose-gc-wrapper'
import { batchesOf } from '../decide/batches.ts'
import { iterationMs, iterationsOf } from '../decide/history.ts'
import { nowMs, turns } from '../engine/clock.ts'
import { type KeptFile, keepFile } from '../engine/kept-file.ts'
import { restoreEngine } from '../engine/noise-switch.ts'
import type { ResolvedOptions } from '../options.ts'
import { acceptKnown } from '../plateau/known-leak.ts'
import type { Culprit, GrowthVerdict, Verdict } from '../plateau/verdict.ts'
import { loadedAddOns } from '../probe/loaded-add-ons.ts'
import { nativeNotes, workerNote } from '../report/beyond-notes.ts'
import type { Wait } from '../witness/port.ts'
import { type CheckRun, runBatch, TimeUp } from './check-run.ts'

/**
 * Explains growth, and accepts it where it is known. What explains is loaded only now: a plateau pays
 * nothing for it. An explanation that fails never changes the verdict; it says that it failed.
 */
export function* explain(
  run: CheckRun,
  verdict: GrowthVerdict,
  name: string,
): Generator<Wait, Verdict, unknown> {
  const { options } = run
  const explained = options.explain === 'off' ? verdict : yield* tryToExplain(run, verdict, name)
  if (options.known.length === 0) return explained
  return acceptKnown(explained, options.known, new Date().toISOString().slice(0, 10))
}

function* tryToExplain(
  run: CheckRun,
  verdict: GrowthVerdict,
  name: string,
): Generator<Wait, GrowthVerdict, unknown> {
  if (verdict.growth.every(({ probe }) => probe === 'native')) {
    return { ...verdict, notes: nativeNotes(loadedAddOns()) }
  }
  const workers = workersThatGrew(verdict)
  if (workers.length > 0) return { ...verdict, notes: [workerNote(workers)] }
  const file = run.options.keep === undefined ? undefined : keepFile(run.options.keep, name)
  try {
    const { explainGrowth } = (yield import(
      '../attribution/explain-growth.ts'
    )) as typeof import('../attribution/explain-growth.ts')
    const { culprits, notes } = yield* explainGrowth(rerunOf(run, file), verdict)
    run.options.signal?.throwIfAborted()
    const kept = file?.close() ?? []
    const told = culprits.length > 0 ? culprits : yield* culpritsOfBirths(run, verdict)
    return {
      ...verdict,
      culprits: told,
      ...(notes.length > 0 && { notes }),
      ...(kept.length > 0 && { kept }),
    }
  } catch (error) {
    file?.close()
    run.options.signal?.throwIfAborted()
    const culprits = yield* culpritsOfBirths(run, verdict)
    return { ...verdict, culprits, notes: [whyNot(error, run.options)] }
  }
}

/** Where nothing more could be learnt, what the verdict was made from names the function that allocates it. */
function* culpritsOfBirths(
  { births, history }: CheckRun,
  { because, growth }: GrowthVerdict,
): Generator<Wait, readonly Culprit[], unknown> {
  if (births === undefined || because !== 'objects-are-kept') return []
  if (!growth.some(({ probe }) => probe === 'heap')) return []
  const batches = batchesOf(history)
  const iterations = batches.reduce((sum, at) => sum + iterationsOf(history, at), 0)
  try {
    const { explainByBirths } = (yield import(
      '../attribution/explain-by-births.ts'
    )) as typeof import('../attribution/explain-by-births.ts')
    return explainByBirths(births, iterations)
  } catch {
    return []
  }
}

/** Only of workers is the heap told by their names. */
function workersThatGrew({ growth }: GrowthVerdict): readonly string[] {
  return growth.flatMap(({ probe, types = [] }) => (probe === 'heap' ? types : []))
}

function rerunOf(run: CheckRun, file: KeptFile | undefined): Parameters<ExplainGrowth>[0] {
  const { options, budget } = run
  return {
    *run(iterations) {
      yield* runBatch(run, iterations)
      yield turns()
    },
    restoreEngine,
    leftMs: () => budget.leftMs(),
    iterationMs: iterationMs(run.history),
    collectionMs: collectionMs(),
    heapBytes: process.memoryUsage().heapUsed,
    availableBytes: availableBytes(),
    explain: options.explain === 'full' || options.keep === 'snapshot' ? 'full' : 'auto',
    keep: file,
  }
}

/** Node 20.13 and later know the limits of a container. */
function availableBytes(): number {
  return process.availableMemory?.() ?? Number.POSITIVE_INFINITY
}

function collectionMs(): number {
  const startedMs = nowMs()
  collect('full')
  return nowMs() - startedMs
}

type ExplainGrowth = typeof import('../attribution/explain-growth.ts').explainGrowth

function whyNot(error: unknown, { timeLimitMs }: ResolvedOptions): string {
  if (error instanceof TimeUp) {
    return `The time was over before the growth was explained (${Math.round(timeLimitMs)} ms): raise the test's timeout or timeLimitMs.`
  }
  const said = error instanceof Error ? error.message : String(error)
  return `The growth could not be explained: ${said}`
}
