import type { GoroutineGroup } from './goroutines.ts'

/** What can end the wait of a goroutine while nothing runs, as far as its stack tells. */
export type Waking =
  | { readonly by: 'nothing' }
  /** Another goroutine, which has to wake first. */
  | { readonly by: 'others' }
  /** A clock, at the latest after so long. */
  | { readonly by: 'sleep'; readonly ms: number }
  /** Perhaps a timer or a deadline, which no stack shows. */
  | { readonly by: 'perhaps-a-clock' }

export function wakingOf({ state, isProvenLeaked, sleepsMs }: GoroutineGroup): Waking {
  if (isProvenLeaked || NEVER.test(state)) return { by: 'nothing' }
  if (sleepsMs !== undefined) return { by: 'sleep', ms: sleepsMs }
  return OTHERS.test(state) ? { by: 'others' } : { by: 'perhaps-a-clock' }
}

const NEVER = /^(?:select \(no cases\)|chan (?:send|receive) \(nil chan\))$/

const OTHERS = /^(?:chan send|semacquire|sync\..*)$/
