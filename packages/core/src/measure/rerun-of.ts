import { performance } from 'node:perf_hooks'
import type { Rerun } from '../attribution/rerun.ts'
import { batchesOf } from '../decide/batches.ts'
import type { History } from '../decide/history.ts'
import { iterationMs, iterationMsAt } from '../decide/pace.ts'
import { turns } from '../engine/clock.ts'
import type { KeptFile } from '../engine/kept-file.ts'
import { restoreEngine } from '../engine/noise-switch.ts'
import { forgetRunnerNotes } from '../runner-notes.ts'
import { type CheckRun, runBatch } from './check-run.ts'

/** The check's scenario, for whoever explains its growth. */
export function rerunOf(run: CheckRun, file: KeptFile | undefined): Rerun {
  const { options, budget } = run
  return {
    *run(iterations) {
      yield* runBatch(run, iterations)
      // As before each reading of the check: what runner and runtime note of an iteration is no leak of it.
      performance.clearResourceTimings()
      forgetRunnerNotes()
      yield turns()
    },
    restoreEngine,
    leftMs: () => budget.leftMs(),
    iterationMs: recordedMs(run.history),
    heapBytes: process.memoryUsage().heapUsed,
    availableBytes: availableBytes(),
    begins: run.begins,
    explain: options.explain === 'full' || options.keep === 'snapshot' ? 'full' : 'auto',
    keep: file,
  }
}

/** Node 20.13 and later know the limits of a container. */
function availableBytes(): number {
  return process.availableMemory?.() ?? Number.POSITIVE_INFINITY
}

function recordedMs(history: History): number {
  const [latest] = batchesOf(history).slice(-1)
  const recorded = latest === undefined ? 0 : iterationMsAt(history, latest)
  return Math.max(iterationMs(history), recorded)
}
