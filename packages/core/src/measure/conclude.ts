import { type EvidenceParts, growth, plateau, unsettled } from '../plateau/assemble-verdict.ts'
import type { Shape } from '../plateau/equal-batches.ts'
import type { ProbeVerdict } from '../plateau/judge-probe.ts'
import type { Rate } from '../plateau/rate.ts'
import type { Growth, Verdict } from '../plateau/verdict.ts'
import type { Probe } from '../probe/probe.ts'
import { noiseAdvice, replacedAdvice, suspectAdvice } from '../report/advice.ts'

/** One probe with the shape of its equal batches. */
export interface JudgedProbe {
  readonly probe: Probe
  readonly shape: Shape
  readonly rate: Rate
}

/** Why the check could not go on to what it needed. */
export interface Lacking {
  readonly reason: 'samples' | 'time'
  readonly advice: string
}

/** What was decided of each probe, and what the verdict says beside it. */
export interface Conclusion {
  /** By probe, in the order of the judged ones. */
  readonly verdicts: readonly ProbeVerdict[]
  /** Types of handles of which there are more than before. */
  readonly grownTypes: readonly string[]
  /** Whether the store that gains entries was emptied or replaced meanwhile. */
  readonly isReplaced: boolean
  /** Set where a re-run was needed and could not be made. */
  readonly lacking: Lacking | undefined
}

/** The verdict of all probes together: any growth is growth, any suspect unsettled. */
export function conclude(
  parts: EvidenceParts,
  judged: readonly JudgedProbe[],
  conclusion: Conclusion,
): Verdict {
  const { verdicts } = conclusion
  const grown = growthOf(judged, conclusion, 'growth')
  if (grown.length > 0) return growth(parts, grown)
  const suspects = growthOf(judged, conclusion, 'suspect')
  if (suspects.length === 0) return plateau(parts)
  if (conclusion.isReplaced) {
    return unsettled(parts, { reason: 'suspect', suspects, advice: replacedAdvice(suspects) })
  }
  if (conclusion.lacking) return unsettled(parts, { suspects, ...conclusion.lacking })
  const isUneven = judged.some(
    ({ shape }, at) => verdicts[at] === 'suspect' && shape === 'irregular',
  )
  const isNoise =
    isUneven && suspects.every(({ probe, interval }) => probe === 'heap' && interval[0] <= 0)
  return unsettled(parts, {
    reason: isNoise ? 'noise' : 'suspect',
    suspects,
    advice: isNoise ? noiseAdvice(suspects) : suspectAdvice(suspects),
  })
}

function growthOf(
  judged: readonly JudgedProbe[],
  { verdicts, grownTypes }: Conclusion,
  wanted: ProbeVerdict,
): readonly Growth[] {
  return judged.flatMap(({ probe: { name }, rate }, at) => {
    if (verdicts[at] !== wanted) return []
    const { perIteration, interval } = rate
    const types = name === 'handles' && grownTypes.length > 0 ? { types: grownTypes } : {}
    return [{ probe: name, perIteration, interval, ...types }]
  })
}
