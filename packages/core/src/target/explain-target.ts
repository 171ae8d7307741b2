import { growth as grown, keptOnPurpose, unproved } from '../plateau/assemble-verdict.ts'
import { acceptKnown } from '../plateau/known-leak.ts'
import type { GrowthVerdict, UnsettledVerdict, Verdict } from '../plateau/verdict.ts'
import { lateExplanationNote } from '../report/advice.ts'
import { provenGrowth } from './ask-for-proof.ts'
import { TimeUp } from './deadline.ts'
import { partsOf, type TargetRun } from './target-run.ts'

/** Uneven growth convicts where the target proves it, and its re-run shows it once more. */
export async function proved(verdict: UnsettledVerdict, run: TargetRun): Promise<Verdict> {
  const growth = await provenGrowth(run, verdict)
  if (growth.length === 0) return verdict
  const told = await explained(grown(partsOf(run), growth), run)
  return told.kind === 'growth' && told.culprits.length === 0 ? verdict : told
}

/** What sleeps longer than it could be watched is no proof. */
function doubted(verdict: GrowthVerdict, run: TargetRun): Verdict | undefined {
  const advice = run.session.doubt?.(verdict)
  return advice === undefined ? undefined : unproved(verdict, advice)
}

/** Whatever goes wrong here, the growth stands, unless it is a known one. */
export async function explained(verdict: GrowthVerdict, run: TargetRun): Promise<Verdict> {
  const { options } = run
  const doubt = doubted(verdict, run)
  if (doubt !== undefined) return doubt
  const told = options.explain === 'off' ? verdict : await tryToExplain(verdict, run)
  if (told.kind !== 'growth' || options.known.length === 0) return told
  return acceptKnown(told, options.known, new Date().toISOString().slice(0, 10))
}

async function tryToExplain(verdict: GrowthVerdict, run: TargetRun): Promise<Verdict> {
  const { session, deadline } = run
  if (session.explain === undefined) return verdict
  try {
    const explanation = await deadline.within(session.explain(verdict))
    if (!('culprits' in explanation)) return { ...verdict, culprits: explanation }
    const { culprits, notes = [], kept = [], onPurpose, refuted } = explanation
    if (refuted !== undefined) {
      run.history.isRefuted = true
      return unproved(verdict, refuted)
    }
    if (onPurpose !== undefined) return keptOnPurpose(verdict, onPurpose)
    return {
      ...verdict,
      culprits,
      ...(notes.length > 0 && { notes }),
      ...(kept.length > 0 && { kept }),
    }
  } catch (error) {
    run.options.signal?.throwIfAborted()
    return { ...verdict, notes: [whyNotExplained(error, run)] }
  }
}

function whyNotExplained(error: unknown, { deadline }: TargetRun): string {
  if (error instanceof TimeUp) return lateExplanationNote(deadline.limitMs)
  const said = error instanceof Error ? error.message : String(error)
  return `The growth could not be explained: ${said}`
}
