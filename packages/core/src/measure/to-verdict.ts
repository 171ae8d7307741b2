import { completed, elapsedMs } from '../decide/history.ts'
import type { Decision, Lack } from '../decide/step.ts'
import * as verdict from '../plateau/assemble-verdict.ts'
import type { Growth, Verdict } from '../plateau/verdict.ts'
import { typesGrownSince } from '../probe/handles.ts'
import { hangingAdvice, samplesAdvice, timeAdvice, witnessAdvice } from '../report/advice.ts'
import { type CheckRun, partsOf } from './check-run.ts'

/** The decision as the verdict that is told. */
export function toVerdict(run: CheckRun, decision: Decision): Verdict {
  const parts = { ...partsOf(run), because: decision.because }
  switch (decision.kind) {
    case 'plateau':
      return verdict.plateau({ ...parts, resolution: decision.resolution })
    case 'growth':
      return verdict.growth(parts, withTypes(run, decision.growth))
    case 'unsettled': {
      const { reason, suspects, lack } = decision
      return verdict.unsettled(parts, { reason, suspects, advice: advise(run, lack) })
    }
  }
}

/** Handles that grew are told by their types, too. */
function withTypes({ typesBefore }: CheckRun, growth: readonly Growth[]): readonly Growth[] {
  const types = typesGrownSince(typesBefore)
  if (types.length === 0) return growth
  return growth.map((one) => (one.probe === 'handles' ? { ...one, types } : one))
}

function advise(run: CheckRun, lack: Lack): string {
  const { options, history, loop, budget } = run
  if (isHanging(run)) return hangingAdvice(loop.completed, budget.limitMs)
  switch (lack.of) {
    case 'iterations':
      return samplesAdvice(options, lack.needed)
    case 'witness':
      return witnessAdvice(lack.why)
    case 'time':
      return timeAdvice({
        options,
        iterations: loop.completed,
        neededIterations: lack.neededIterations,
        iterationMs: elapsedMs(history) / Math.max(1, completed(history)),
      })
  }
}

/** An iteration that lasts so many times as long as the others, and this part of the limit, may never end. */
const HANGING_TIMES = 3
const HANGING_SHARE = 0.2

function isHanging({ loop, budget }: CheckRun): boolean {
  const usualMs = budget.spentMs() / (loop.completed + 1)
  const longMs = Math.max(HANGING_TIMES * usualMs, HANGING_SHARE * budget.limitMs)
  return loop.waitingMs() > (loop.completed === 0 ? 0 : longMs)
}
