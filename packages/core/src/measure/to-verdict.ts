import { completed, elapsedMs } from '../decide/history.ts'
import type { Decision } from '../decide/step.ts'
import type { Growth, Verdict } from '../plateau/verdict.ts'
import { typesGrownSince } from '../probe/handles.ts'
import { verdictOf } from '../report/verdict-of-decision.ts'
import { type CheckRun, partsOf } from './check-run.ts'

/** The decision as the verdict that is told. */
export function toVerdict(run: CheckRun, decision: Decision): Verdict {
  const { options, history, loop, budget } = run
  const facts = {
    parts: partsOf(run),
    options,
    completed: loop.completed,
    iterationMs: elapsedMs(history) / Math.max(1, completed(history)),
    limitMs: budget.limitMs,
    isHanging: isHanging(run),
  }
  if (decision.kind !== 'growth') return verdictOf(decision, facts)
  return verdictOf({ ...decision, growth: withTypes(run, decision.growth) }, facts)
}

/** Handles that grew are told by their types, too. */
function withTypes({ typesBefore }: CheckRun, growth: readonly Growth[]): readonly Growth[] {
  const types = typesGrownSince(typesBefore)
  if (types.length === 0) return growth
  return growth.map((one) => (one.probe === 'handles' ? { ...one, types } : one))
}

/** An iteration that lasts so many times as long as the others, and this part of the limit, may never end. */
const HANGING_TIMES = 3
const HANGING_SHARE = 0.2

function isHanging({ loop, budget }: CheckRun): boolean {
  const usualMs = budget.spentMs() / (loop.completed + 1)
  const longMs = Math.max(HANGING_TIMES * usualMs, HANGING_SHARE * budget.limitMs)
  return loop.waitingMs() > (loop.completed === 0 ? 0 : longMs)
}
