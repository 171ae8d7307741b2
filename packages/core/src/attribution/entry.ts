import type { PathStep } from '../plateau/verdict.ts'

/** What a store gains without an object being made. */
export const ENTRY = 'number or reference'

/** Ends the name of the step from an emitter, or a target of events, to what listens. */
export const LISTENER = ' listener'

/** Whether a step leads from a store to what it gains, whose key is the user's. */
export function isEntryStep({ name }: PathStep): boolean {
  return name === 'entry' || name.endsWith(LISTENER)
}
