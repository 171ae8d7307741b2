import type { SurvivorPhase } from '../plateau/survivors.ts'
import type { TargetRun } from './target-run.ts'

/**
 * Has the target run once more and notes what it found as a look at two groups of batches, the second twice as long, and as
 * stores that gained entries: the rule of every row judges both.
 */
export async function askForEvidence(run: TargetRun, iterations: number): Promise<void> {
  const { session, deadline, history } = run
  const found = await deadline.within(
    session.evidence?.(iterations, deadline.signal) ?? Promise.resolve(undefined),
  )
  if (found?.survivors) {
    const { first, second } = found.survivors
    // In the youngest group, which nobody judges, is what was in flight.
    const count = (of: keyof SurvivorPhase) => [first[of], second[of], 1]
    const row = { key: 'survivors', place: ['survivors'], isBelow: false }
    history.looks.push({
      iterations: count('iterations'),
      rows: [{ ...row, births: count('objects'), bytes: count('bytes') }],
      largestBytes: 0,
    })
  }
  history.stores = found?.stores?.map(({ container, gains, entries }) => ({
    container,
    gains,
    ...(entries !== undefined && { entries }),
  }))
}
