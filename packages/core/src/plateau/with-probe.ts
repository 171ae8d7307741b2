import type { Series } from './series.ts'
import type { Evidence, Growth, Verdict } from './verdict.ts'

/** What a probe showed that is read beside the others, and only where there is a reason. */
export interface ProbeSeen {
  readonly series: readonly Series[]
  /** The smallest leak per iteration that would have shown. */
  readonly resolution: number
  readonly finding:
    | { readonly kind: 'plateau' }
    | { readonly kind: 'growth'; readonly growth: Growth }
    | { readonly kind: 'suspect'; readonly growth: Growth; readonly advice: string }
}

/** The verdict with what one more probe showed: its growth is growth, its doubt unsettles a plateau. */
export function withProbe(
  verdict: Verdict,
  probe: keyof Evidence['resolution'],
  { series, resolution, finding }: ProbeSeen,
): Verdict {
  const seen = {
    // First, for whoever looks for the series of what grew.
    series: [...series, ...verdict.series],
    resolution: { ...verdict.resolution, [probe]: resolution },
  }
  if (verdict.kind === 'growth' || finding.kind === 'plateau') return { ...verdict, ...seen }
  const { schema, iterations, elapsedMs, unmeasured } = verdict
  const evidence = { schema, ...seen, iterations, elapsedMs, ...(unmeasured && { unmeasured }) }
  if (finding.kind === 'growth') {
    return { kind: 'growth', ...evidence, growth: [finding.growth], culprits: [] }
  }
  if (verdict.kind === 'unsettled') {
    return { ...verdict, ...seen, suspects: [...verdict.suspects, finding.growth] }
  }
  const { growth, advice } = finding
  return { kind: 'unsettled', ...evidence, reason: 'suspect', suspects: [growth], advice }
}
