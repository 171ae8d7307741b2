import type { ResolvedOptions } from '../options.ts'
import { type EvidenceParts, unsettled } from '../plateau/assemble-verdict.ts'
import type { Verdict } from '../plateau/verdict.ts'
import { hangingStepAdvice, openingAdvice, preparingAdvice } from '../report/advice.ts'
import type { Deadline } from './deadline.ts'
import type { Target, WaitedFor } from './target.ts'

/** The verdict on a target whose preparation took all the time. */
export function notPrepared({ name }: Target, { timeLimitMs }: ResolvedOptions): Verdict {
  const advice = preparingAdvice(name, timeLimitMs)
  return unsettled(nothingSeen(timeLimitMs), { reason: 'time', suspects: [], advice })
}

/** The verdict on a target that had not opened when the time was over. */
export function notOpened(deadline: Deadline, hanging: WaitedFor | undefined): Verdict {
  const { limitMs } = deadline
  const advice = hanging ? hangingStepAdvice(hanging, limitMs) : openingAdvice(limitMs)
  return unsettled(nothingSeen(deadline.spentMs()), { reason: 'time', suspects: [], advice })
}

function nothingSeen(elapsedMs: number): EvidenceParts {
  return { series: [], iterations: 0, judgedIterations: 0, elapsedMs, tolerate: {} }
}
