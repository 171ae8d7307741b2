import { placesOf } from '../decide/history.ts'
import type { Step } from '../decide/step.ts'
import { rateOfLine } from '../plateau/rate.ts'
import type { Growth, UnsettledVerdict } from '../plateau/verdict.ts'
import { partsOf, type TargetRun } from './target-run.ts'

/** The parts of the limit after which a target is asked while its legs still run: its re-run needs most of the rest. */
const ASKED_AT = [0.25, 0.4]

/**
 * Whether the target proves its growth before its legs are done: where an iteration takes seconds, or leaves a thousand
 * goroutines behind, the time would be over before they were.
 */
export async function isProvenEarly(run: TargetRun, step: Step): Promise<boolean> {
  const { deadline, history } = run
  const due = ASKED_AT[run.askedForProof]
  if (due === undefined || step.do !== 'run' || step.phase !== 'legs') return false
  if (deadline.spentMs() < due * deadline.limitMs) return false
  // One reading tells no rate.
  if (placesOf(history, 'full').length < 2) return false
  run.askedForProof = ASKED_AT.filter(
    (share) => deadline.spentMs() >= share * deadline.limitMs,
  ).length
  return (await askForProof(run, [])) > 0
}

/** What the target proves to grow, at the rate of its readings. */
export async function provenGrowth(
  run: TargetRun,
  { suspects }: UnsettledVerdict,
): Promise<readonly Growth[]> {
  if (run.proven.length === 0) await askForProof(run, suspects)
  const { series } = partsOf(run)
  return run.proven.flatMap((probe) => {
    const read = series.find((one) => one.probe === probe)
    const suspect = suspects.find((one) => one.probe === probe)
    if (read === undefined) return []
    return [suspect ?? { probe, ...rateOfLine(read.iterations, read.readings) }]
  })
}

/** Whatever goes wrong here, nothing is proved. */
async function askForProof(run: TargetRun, suspects: readonly Growth[]): Promise<number> {
  const { session, options, deadline, probes } = run
  if (session.proof === undefined || options.explain === 'off') return 0
  try {
    const names = await deadline.within(session.proof(suspects))
    run.proven = names.filter((name) => probes.some((probe) => probe.name === name))
  } catch {
    options.signal?.throwIfAborted()
  }
  return run.proven.length
}
