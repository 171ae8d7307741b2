import { allowance } from './allowance.ts'
import type { KnownLeak } from './known-leak.ts'
import type { Series } from './series.ts'
import type {
  Evidence,
  Growth,
  GrowthVerdict,
  PlateauVerdict,
  ProbeName,
  Reason,
  Resolution,
  UnsettledVerdict,
} from './verdict.ts'

/** What every verdict is made from. */
export interface EvidenceParts {
  readonly series: readonly Series[]
  readonly iterations: number
  readonly elapsedMs: number
  /** Iterations over which the last judgement was made: half of all for a doubling, else the equal batches. */
  readonly judgedIterations: number
  readonly tolerate: Readonly<Partial<Record<ProbeName, number>>>
  /** Growth per iteration that was seen and found to mean nothing: a smaller leak would have hidden in it. */
  readonly dismissed?: Readonly<Partial<Record<ProbeName, number>>>
  /** Where the rule that decided knows it; else it follows from the allowance. */
  readonly resolution?: Resolution
  /** The rule that decided. */
  readonly because?: string
  /** Whole sentences: what could not be read here. */
  readonly unmeasured?: readonly string[]
}

export function plateau(parts: EvidenceParts): PlateauVerdict {
  return { kind: 'plateau', ...evidence(parts) }
}

/** What grew is known and accepted: the same evidence, another decision. */
export function plateauOf(verdict: Evidence, known: readonly KnownLeak[]): PlateauVerdict {
  return { kind: 'plateau', ...evidenceOf(verdict), known }
}

/** What grew is meant to be kept, as a whole sentence says. */
export function keptOnPurpose(verdict: GrowthVerdict, sentence: string): PlateauVerdict {
  const { unmeasured = [] } = verdict
  return { kind: 'plateau', ...evidenceOf(verdict), unmeasured: [...unmeasured, sentence] }
}

/** What grew did not go on: the same evidence proves nothing. */
export function unproved(verdict: GrowthVerdict, advice: string): UnsettledVerdict {
  const { growth: suspects } = verdict
  return { kind: 'unsettled', ...evidenceOf(verdict), reason: 'suspect', suspects, advice }
}

/** What was seen, without what was decided from it. */
function evidenceOf({
  schema,
  series,
  resolution,
  iterations,
  elapsedMs,
  unmeasured,
}: Evidence): Evidence {
  return { schema, series, resolution, iterations, elapsedMs, ...(unmeasured && { unmeasured }) }
}

export function growth(parts: EvidenceParts, grown: readonly Growth[]): GrowthVerdict {
  return { kind: 'growth', ...evidence(parts), growth: grown, culprits: [] }
}

export function unsettled(
  parts: EvidenceParts,
  outcome: {
    readonly reason: Reason
    readonly suspects: readonly Growth[]
    readonly advice: string
  },
): UnsettledVerdict {
  return { kind: 'unsettled', ...evidence(parts), ...outcome }
}

function evidence({
  dismissed = {},
  series,
  iterations,
  elapsedMs,
  judgedIterations,
  tolerate,
  unmeasured = [],
  resolution,
  because,
}: EvidenceParts): Evidence {
  return {
    schema: 1,
    series,
    resolution:
      resolution ?? resolutionOf(series, { iterations: judgedIterations, tolerate, dismissed }),
    iterations,
    elapsedMs,
    ...(unmeasured.length > 0 && { unmeasured }),
    ...(because !== undefined && { because }),
  }
}

/** The smallest leak per iteration that would have exceeded the allowance; nothing where nothing was judged. */
function resolutionOf(
  series: readonly Series[],
  judged: {
    readonly iterations: number
    readonly tolerate: EvidenceParts['tolerate']
    readonly dismissed: EvidenceParts['tolerate']
  },
): Resolution {
  const { iterations, tolerate, dismissed } = judged
  if (iterations <= 0) return {}
  return Object.fromEntries(
    series.map(({ probe, unit }) => {
      const tolerated = tolerate[probe] ?? 0
      const allowed = allowance(unit, iterations, tolerated) + (unit === 'count' ? 1 : 0)
      return [probe, Math.max(allowed / iterations, dismissed[probe] ?? 0)]
    }),
  )
}
