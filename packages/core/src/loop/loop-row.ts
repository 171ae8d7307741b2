import { adviceOfLoop } from '../more-time.ts'
import { acceptKnown, type KnownLeak } from '../plateau/known-leak.ts'
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
  /** What the ledger accepted of this test. */
  readonly known?: readonly { readonly fingerprint: string; readonly bytes: number }[]
  readonly iterations: number
  readonly ms: number
}

/** What a verdict says in a row. */
export function rowOfVerdict(
  verdict: Verdict,
): Pick<LoopRow, 'kind' | 'iterations'> & Partial<LoopRow> {
  const { kind, iterations } = verdict
  if (kind === 'plateau') return { kind, iterations }
  if (kind === 'unsettled') return { kind, iterations, reason: adviceOfLoop(verdict.advice) }
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

/** As `rowOfVerdict`, where the ledger accepts what is known: such a row is a plateau, and says what was accepted. */
export function rowAccepting(
  verdict: Verdict,
  known: readonly KnownLeak[],
): ReturnType<typeof rowOfVerdict> {
  if (verdict.kind !== 'growth') return rowOfVerdict(verdict)
  const judged = acceptKnown(verdict, known, new Date().toISOString().slice(0, 10))
  const culprits = verdict.culprits.map(({ fingerprint, perIteration }) => ({
    fingerprint,
    bytes: perIteration.bytes,
  }))
  const { notes = [] } = judged.kind === 'growth' ? judged : {}
  return {
    ...rowOfVerdict(judged),
    ...(notes.length > 0 && { reason: adviceOfLoop(notes.join(' ')) }),
    ...(judged.kind === 'plateau' && { known: culprits }),
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
