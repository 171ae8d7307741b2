import { processState } from '../process-state.ts'
import { startBudget } from './budget.ts'
import {
  type CheckRun,
  createCheckRun,
  isDear,
  isQuiet,
  sampleBase,
  sampleGrowth,
  TimeUp,
} from './check-run.ts'
import { nowMs } from './clock.ts'
import { double } from './doubling.ts'
import { createIterationLoop } from './iteration-loop.ts'
import { judgeGrowth } from './judge-growth.ts'
import { createSampler, type Wait } from './sampler.ts'

/** Iterations allowed to the made-up scenario: some doublings end before the last fifth of them. */
const ITERATIONS = 640

/** Bytes per iteration that it seems to keep for as long as the doublings last. */
const BYTES = 1024

/**
 * In the first check of a process, takes the steps of a check over a made-up scenario and without a collection.
 * What V8 keeps of a function from its first call on is kilobytes: they would come between the samples, a
 * part with each new step, and be taken for the scenario's. True in that first check.
 */
export function rehearseOnce(run: CheckRun): boolean {
  const state = processState()
  if (state.hasRehearsed) return false
  state.hasRehearsed = true
  // With time, what stepped is looked at for longer; without, the second half is completed.
  for (const timeLimitMs of [Number.MAX_SAFE_INTEGER, 1]) {
    const rehearsed = madeUpRun(run, timeLimitMs)
    runToEnd(double(rehearsed))
    runToEnd(judgeGrowth(rehearsed, undefined))
  }
  return true
}

/** After the rehearsal, the first real sample of a process still grows by a little of its own. */
export function* sampleForNothing(run: CheckRun): Generator<Wait, void, unknown> {
  if (!rehearseOnce(run)) return
  if (run.scarce) run.turning = true
  yield* sampleBase(run)
  if (!isDear(run)) yield* sampleGrowth(run)
  // For its code alone: the made-up options may be of another shape to V8.
  isQuiet(run, run.latestBatch)
  run.recording.clear()
}

function madeUpRun(
  { options, probes, unmeasured, native }: CheckRun,
  timeLimitMs: number,
): CheckRun {
  const loop = createIterationLoop({
    run: () => {},
    throws: false,
    nowMs,
    deadlineMs: Number.POSITIVE_INFINITY,
    signal: undefined,
  })
  void loop.run(1)
  const growing = Math.ceil(ITERATIONS / 5) + 1
  const sampler = createSampler(probes, {
    collect() {},
    read: ({ unit }) => (unit === 'bytes' ? BYTES * Math.min(loop.completed, growing) : 0),
  })
  return createCheckRun({
    options: {
      ...options,
      iterations: undefined,
      maxIterations: ITERATIONS,
      bounded: undefined,
      tolerate: {},
      timeLimitMs,
      signal: undefined,
      explain: 'off',
    },
    probes,
    unmeasured,
    loop,
    sampler,
    budget: startBudget(timeLimitMs),
    native,
  })
}

/** Nothing is measured, so nothing is waited for. On a busy machine the made-up time can be over: that is no matter. */
function runToEnd(steps: Generator<unknown, unknown, unknown>): void {
  try {
    while (!steps.next().done);
  } catch (error) {
    if (!(error instanceof TimeUp)) throw error
  }
}
