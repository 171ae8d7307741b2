import type { Growth, Reason, Resolution } from '../plateau/verdict.ts'
import type { Deed, Phase } from './history.ts'

/** What the check does next. */
export type Step =
  | {
      readonly do: 'run'
      readonly phase: Phase
      readonly iterations: number
      /** So many times one after the other, each a batch. Default 1. */
      readonly batches?: number
      /** Whether V8's compilers are off meanwhile. */
      readonly isSilent: boolean
    }
  /** Of one shape wherever it is asked for: a driver that meets another in the midst of the gate makes objects of its own. */
  | {
      readonly do: 'sample'
      readonly phase: Phase
      readonly collection: 'minor' | 'full'
      /** Whether the event loop turns before. */
      readonly turns: boolean
      /** It is in the midst of a doubling, so that no more dies at once than before: what it reads tells nothing. */
      readonly isBetween: boolean
    }
  /** All objects are followed from here on. */
  | { readonly do: 'follow' }
  /** Collects all garbage and counts which of the followed objects are alive, by batch of birth. */
  | { readonly do: 'ages'; readonly groups: readonly number[] }
  /** Every allocation is recorded from here on. */
  | { readonly do: 'record' }
  /** Collects all garbage and reads which of the recorded objects are alive, by batch of birth. */
  | { readonly do: 'look'; readonly groups: readonly number[] }
  /** Counts the entries of every store, and tells what was gained since the first time, which lists them. */
  | { readonly do: 'count'; readonly tells: 'always' | 'if-all-stopped' | 'never' }
  /** Runs one iteration, and tells the bytes of the largest object alive that it made. */
  | { readonly do: 'weigh' }
  /** Collects as V8 does where memory is short, and waits for a clock's tick. */
  | { readonly do: 'pause'; readonly phase: Phase; readonly milliseconds: number }
  /** Has the target run once more and tell what survives of it. */
  | { readonly do: 'evidence'; readonly iterations: number }
  /** Has the target run legs of so many iterations and read what full collections hide. */
  | { readonly do: 'hidden'; readonly iterations: number }
  | { readonly do: 'end'; readonly decision: Decision }

/** How a step is noted once it is done. */
export function kindOf(step: Exclude<Step, { do: 'end' }>): {
  readonly phase: Phase
  readonly deed: Deed
} {
  switch (step.do) {
    case 'sample':
      return { phase: step.phase, deed: step.isBetween ? 'collect' : step.collection }
    case 'run':
    case 'pause':
      return { phase: step.phase, deed: step.do }
    case 'count':
      return { phase: 'stores', deed: 'count' }
    case 'weigh':
      return { phase: 'copies', deed: 'weigh' }
    case 'follow':
    case 'ages':
      return { phase: 'ages', deed: step.do }
    case 'record':
    case 'look':
      return { phase: 'ledger', deed: step.do }
    case 'evidence':
    case 'hidden':
      return { phase: 'legs', deed: step.do }
  }
}

export type Decision = { readonly because: RuleName } & (
  | { readonly kind: 'plateau'; readonly resolution: Resolution }
  | { readonly kind: 'growth'; readonly growth: readonly Growth[] }
  | {
      readonly kind: 'unsettled'
      readonly reason: Reason
      readonly suspects: readonly Growth[]
      readonly lack: Lack
    }
)

/** What an unsettled check would have needed. */
export type Lack =
  | { readonly of: 'iterations'; readonly needed: number }
  | { readonly of: 'time'; readonly neededIterations: number }
  | { readonly of: 'witness'; readonly why: string }
  | { readonly of: 'proof' }

/** The rule that decided. */
export type RuleName =
  | 'level-after-minor-collections'
  | 'level-after-full-collections'
  | 'nothing-is-kept'
  | 'objects-are-kept'
  | 'stores-gain-entries'
  | 'objects-get-larger'
  | 'counts-rise'
  | 'bytes-rise-evenly'
  | 'bytes-climb-in-steps'
  | 'level-over-half-of-all-iterations'
  | 'too-little-was-seen'
