import type { Culprit, PathStep, ProbeName, Verdict } from '../plateau/verdict.ts'

/** What became of one test of a suite that was looped. */
export interface LoopRow {
  /** The test's full name in its file. */
  readonly id: string
  /** Relative to where the suite was started. */
  readonly file: string
  readonly kind: 'plateau' | 'growth' | 'unsettled' | 'unloopable'
  readonly runner: string
  readonly node: string
  /** Why it is not settled, or cannot be repeated; a whole sentence part. */
  readonly reason?: string
  /** Set where the test failed in its own first run, before any repetition. */
  readonly failed?: true
  readonly probe?: ProbeName
  readonly perIteration?: number
  readonly container?: string
  /** `src/cache.ts:41`. */
  readonly site?: string
  readonly path?: readonly PathStep[]
  readonly fingerprint?: string
  readonly culprits?: readonly Culprit[]
  readonly iterations: number
  readonly ms: number
}

/** What a verdict says in a row. */
export function rowOfVerdict(
  verdict: Verdict,
): Pick<LoopRow, 'kind' | 'iterations'> & Partial<LoopRow> {
  const { kind, iterations } = verdict
  if (kind === 'plateau') return { kind, iterations }
  if (kind === 'unsettled') return { kind, iterations, reason: verdict.advice }
  const [growth] = verdict.growth
  const [culprit] = verdict.culprits
  return {
    kind,
    iterations,
    ...(growth && { probe: growth.probe, perIteration: growth.perIteration }),
    ...(culprit && toldOf(culprit)),
    culprits: verdict.culprits,
  }
}

function toldOf(culprit: Culprit): Partial<LoopRow> {
  const { path, site, fingerprint } = culprit
  const container = (path.at(-2) ?? path.at(-1))?.name
  return {
    ...(container !== undefined && { container }),
    ...(site && { site: `${site.file}:${site.line}` }),
    path,
    fingerprint,
  }
}
