import type { NativeGrowth } from '../plateau/native-growth.ts'
import type { Probe } from '../probe/probe.ts'
import type { CheckRun } from './check-run.ts'

/** Native memory since the warm-up. Read at the end of a check: a clean one must not pay for it. */
export interface NativeWatch {
  readonly probe: Probe
  /** The warm-up is over: what grows from now on counts. */
  begin(iterations: number): void
  /** Bytes since then. An allocator's and V8's own reserves are among them. */
  grownBytes(): number
  /** Iterations since then; 0 before. */
  iterations(completed: number): number
}

/** Undefined where native memory is not judged. */
export function startNativeWatch(judged: readonly Probe[]): NativeWatch | undefined {
  const probe = judged.find(({ name }) => name === 'native')
  if (probe === undefined) return undefined
  const base = { bytes: 0, iterations: Number.POSITIVE_INFINITY }
  return {
    probe,
    begin(iterations) {
      base.bytes = probe.read()
      base.iterations = iterations
    },
    grownBytes: () => (Number.isFinite(base.iterations) ? probe.read() - base.bytes : 0),
    iterations: (completed) => Math.max(0, completed - base.iterations),
  }
}

/** What native memory grew by since the warm-up; undefined where it is not judged. */
export function nativeGrowthOf({ native, loop, options }: CheckRun): NativeGrowth | undefined {
  return (
    native && {
      grownBytes: native.grownBytes(),
      iterations: native.iterations(loop.completed),
      toleratedPerIteration: options.tolerate.native ?? 0,
    }
  )
}
