import type { History } from '../decide/history.ts'
import type { SurvivorPhase } from '../plateau/survivors.ts'
import type { TargetEvidence } from './target.ts'
import type { TargetRun } from './target-run.ts'

/** Has the target run once more and say what its growth is made of. */
export async function askForEvidence(run: TargetRun, iterations: number): Promise<void> {
  const { session, deadline, history } = run
  const nothing = Promise.resolve({})
  const found = session.evidence?.(iterations, deadline.signal) ?? nothing
  noteEvidence(history, await deadline.within(found))
}

/**
 * Notes what survived as a look at two groups of batches, the second twice as long, and what stores gained as they were
 * counted: the rule of every row judges both.
 */
export function noteEvidence(history: History, { survivors, stores }: TargetEvidence): void {
  if (survivors) {
    const { first, second } = survivors
    // In the youngest group, which nobody judges, is what was in flight.
    const count = (of: keyof SurvivorPhase) => [first[of], second[of], 1]
    const row = { key: 'survivors', place: ['survivors'], isBelow: false }
    history.looks.push({
      iterations: count('iterations'),
      rows: [{ ...row, births: count('objects'), bytes: count('bytes') }],
      largest: [],
    })
  }
  history.stores = stores?.map(({ container, gains, entries }) => ({
    container,
    gains,
    ...(entries !== undefined && { entries }),
  }))
}
