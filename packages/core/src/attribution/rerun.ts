import type { KeptFile } from '../engine/kept-file.ts'
import type { Wait } from '../engine/port.ts'
import type { Culprit } from '../plateau/verdict.ts'

/** The scenario, ready to be run again, and what may be spent on it. */
export interface Rerun {
  /** Runs one batch with the engine silent, and lets the event loop turn. */
  run(iterations: number): Generator<Wait, void, unknown>
  /** Restores V8's own flags: what reads a heap runs ten times as fast. */
  restoreEngine(): void
  leftMs(): number
  /** While allocations are recorded, as far as that is known. */
  readonly iterationMs: number
  readonly heapBytes: number
  /** Memory that this process may still take, as far as its limits are known. */
  readonly availableBytes: number
  /** What the scenario was given as, and works with: all that its code can reach is reached from there. */
  readonly begins: readonly unknown[]
  readonly explain: 'auto' | 'full'
  /** Where what was read is left for DevTools, if it was asked for. */
  readonly keep: KeptFile | undefined
}

export interface Explanation {
  readonly culprits: readonly Culprit[]
  /** What could not be told, and why. */
  readonly notes: readonly string[]
  /** Nothing that was counted as kept was in the heap after a re-run that would have left it. */
  readonly isRefuted?: boolean
}
