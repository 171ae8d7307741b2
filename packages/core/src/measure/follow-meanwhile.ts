import { placesOf } from '../decide/history.ts'
import type { Step } from '../decide/step.ts'
import { sleep } from '../engine/clock.ts'
import type { Wait } from '../engine/port.ts'
import { type CheckRun, TimeUp } from './check-run.ts'
import { rerunOf } from './rerun-of.ts'

/**
 * Lets the pause pass. At its end the scenario is run as its explanation needs it, where that fits: once growth is
 * certain, most of the way to its culprit is gone. `sampler.current` then holds what those iterations left open.
 */
export function* followMeanwhile(
  run: CheckRun,
  { milliseconds, suspects }: Extract<Step, { do: 'pause' }>,
  isRecorded: boolean,
): Generator<Wait, void, unknown> {
  const { budget, sampler } = run
  const endMs = budget.spentMs() + milliseconds
  const restMs = () => Math.max(0, endMs - budget.spentMs())
  sampler.current.fill(Number.NaN)
  const { explain, keep } = run.options
  if (explain === 'off' || keep === 'profile') {
    yield sleep(restMs())
    return
  }
  const { planAhead, prepareAhead, followAhead } = (yield import(
    '../attribution/follow-ahead.ts'
  )) as typeof import('../attribution/follow-ahead.ts')
  const rerun = rerunOf(run, undefined)
  const ahead = planAhead(rerun, suspects, restMs())
  if (ahead === undefined) {
    yield sleep(restMs())
    return
  }
  const prepared = prepareAhead()
  yield sleep(Math.max(0, restMs() - ahead.ms))
  try {
    sampler.readCounts()
    const before = sampler.current.slice()
    run.ahead = yield* followAhead(prepared, rerun, { plan: ahead.plan, isRecorded })
    sampler.readCounts()
    sampler.current.forEach((count, at) => {
      sampler.current[at] = count - (before[at] ?? 0)
    })
  } catch (error) {
    // The verdict needs none of it.
    if (!(error instanceof TimeUp)) throw error
  }
}

/** What was followed is of use only to growth that stands now: not where the check went on to look for more. */
export function dropAhead(run: CheckRun, step: Exclude<Step, { do: 'end' }>): void {
  if (run.ahead === undefined || step.do === 'look') return
  const isOfStores = step.do === 'count' || (step.do === 'run' && step.phase === 'stores')
  if (isOfStores && placesOf(run.history, 'pause', 'stores').length > 0) return
  run.ahead.close()
  run.ahead = undefined
}
