import { plateauOf } from './assemble-verdict.ts'
import type { Culprit, Growth, GrowthVerdict, ProbeName, Verdict } from './verdict.ts'

/** A leak that is accepted for now. */
export interface KnownLeak {
  /**
   * All growth of a probe; or a culprit by its `fingerprint`, by a part of its `path` (names joined by
   * ` → `), or by its `site` (`src/cache.ts` or `src/cache.ts:41`).
   */
  readonly match:
    | { readonly probe: ProbeName }
    | { readonly fingerprint: string }
    | { readonly path: string }
    | { readonly site: string }
  /**
   * In the probe's unit; for a culprit in bytes. More than that is a leak again.
   *
   * @minimum 0
   */
  readonly maxPerIteration: number
  /**
   * Why it is accepted.
   *
   * @minLength 1
   */
  readonly reason: string
  readonly owner?: string
  /**
   * The last day on which it is accepted, `YYYY-MM-DD`.
   *
   * @pattern ^\d{4}-\d{2}-\d{2}$
   */
  readonly until: string
}

/** A growth that consists of known leaks alone is a plateau that names them; `today` is `YYYY-MM-DD`. */
export function acceptKnown(
  verdict: GrowthVerdict,
  known: readonly KnownLeak[],
  today: string,
): Verdict {
  const accepting = known.filter(({ until }) => until >= today)
  const used = new Set<KnownLeak>()
  const byCulprits = acceptedCulprits(verdict.culprits, accepting)
  const isAccepted = verdict.growth.every((growth) => {
    const whole = accepting.find((leak) => acceptsGrowth(leak, growth))
    if (whole) used.add(whole)
    else for (const leak of byCulprits ?? []) used.add(leak)
    return whole !== undefined || byCulprits !== undefined
  })
  if (isAccepted) return plateauOf(verdict, [...used])
  const expired = known.filter(
    (leak) =>
      leak.until < today &&
      (verdict.culprits.some((culprit) => matchesCulprit(leak, culprit)) ||
        verdict.growth.some(({ probe }) => 'probe' in leak.match && leak.match.probe === probe)),
  )
  const notes = [
    ...expired.map(
      ({ reason, until, owner }) =>
        `A known leak was accepted until ${until} only: ${reason}${owner ? ` (owner: ${owner})` : ''}.`,
    ),
    ...verdict.culprits.flatMap((culprit) => worse(culprit, accepting)),
  ]
  if (notes.length === 0) return verdict
  return { ...verdict, notes: [...(verdict.notes ?? []), ...notes] }
}

/** A culprit that is known and now leaves more than was accepted. */
function worse(culprit: Culprit, known: readonly KnownLeak[]): readonly string[] {
  const { bytes } = culprit.perIteration
  const its = known.filter((leak) => matchesCulprit(leak, culprit))
  if (its.length === 0 || its.some(({ maxPerIteration }) => bytes <= maxPerIteration)) return []
  const most = Math.max(...its.map(({ maxPerIteration }) => maxPerIteration))
  return [
    `A known leak grew worse: accepted were ${most} bytes per iteration, now it leaves ${Number(bytes.toPrecision(4))} (fingerprint ${culprit.fingerprint}).`,
  ]
}

function acceptsGrowth({ match, maxPerIteration }: KnownLeak, growth: Growth): boolean {
  return 'probe' in match && match.probe === growth.probe && growth.perIteration <= maxPerIteration
}

/** The known leaks that account for every culprit; undefined when one of them is new, or there is none. */
function acceptedCulprits(
  culprits: readonly Culprit[],
  known: readonly KnownLeak[],
): readonly KnownLeak[] | undefined {
  if (culprits.length === 0) return undefined
  const found = culprits.map((culprit) =>
    known.find(
      (leak) => matchesCulprit(leak, culprit) && culprit.perIteration.bytes <= leak.maxPerIteration,
    ),
  )
  return found.every((leak) => leak !== undefined) ? found : undefined
}

function matchesCulprit({ match }: KnownLeak, { fingerprint, path, site }: Culprit): boolean {
  if ('fingerprint' in match) return match.fingerprint === fingerprint
  if ('path' in match)
    return path
      .map(({ name }) => name)
      .join(' → ')
      .includes(match.path)
  if ('site' in match) {
    return site !== undefined && [site.file, `${site.file}:${site.line}`].includes(match.site)
  }
  return false
}
