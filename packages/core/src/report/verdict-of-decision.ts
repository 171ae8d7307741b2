import type { Decision, Lack } from '../decide/step.ts'
import type { ResolvedOptions } from '../options.ts'
import * as verdict from '../plateau/assemble-verdict.ts'
import type { Growth, Verdict } from '../plateau/verdict.ts'
import {
  hangingAdvice,
  hangingStepAdvice,
  samplesAdvice,
  targetSuspectAdvice,
  timeAdvice,
  witnessAdvice,
} from './advice.ts'

/** What is known of a check beside what was decided. */
export interface CheckFacts {
  readonly parts: verdict.EvidenceParts
  readonly options: ResolvedOptions
  /** Iterations in all. */
  readonly completed: number
  /** Milliseconds of the check for each of them. */
  readonly iterationMs: number
  readonly limitMs: number
  /** Whether an iteration had not ended when the time was over. */
  readonly isHanging: boolean
  /** The part of an iteration that had not ended by then, where that is known. */
  readonly hangingStep?: { readonly step: string; readonly ms: number } | undefined
}

/** The decision as the verdict that is told. */
export function verdictOf(decision: Decision, facts: CheckFacts): Verdict {
  const parts = { ...facts.parts, because: decision.because }
  const { hangingStep, limitMs } = facts
  // Nothing is known of what a step that hangs would have left.
  if (hangingStep !== undefined && decision.kind !== 'growth') {
    const suspects = decision.kind === 'unsettled' ? decision.suspects : []
    const advice = hangingStepAdvice(hangingStep, limitMs)
    return verdict.unsettled(parts, { reason: 'time', suspects, advice })
  }
  switch (decision.kind) {
    case 'plateau':
      return verdict.plateau({ ...parts, resolution: decision.resolution })
    case 'growth':
      return verdict.growth(parts, decision.growth)
    case 'unsettled': {
      const { reason, suspects, lack } = decision
      return verdict.unsettled(parts, { reason, suspects, advice: advise(lack, suspects, facts) })
    }
  }
}

function advise(lack: Lack, suspects: readonly Growth[], facts: CheckFacts): string {
  const { options, completed, iterationMs, limitMs, isHanging } = facts
  if (isHanging) return hangingAdvice(completed, limitMs)
  switch (lack.of) {
    case 'iterations':
      return samplesAdvice(options, lack.needed)
    case 'witness':
      return witnessAdvice(lack.why)
    case 'proof':
      return targetSuspectAdvice(suspects)
    case 'time':
      return timeAdvice({
        options,
        iterations: completed,
        neededIterations: lack.neededIterations,
        iterationMs,
      })
  }
}
