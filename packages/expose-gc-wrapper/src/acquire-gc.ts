import v8 from 'node:v8'
import vm from 'node:vm'
import { GcUnavailableError } from './gc-unavailable-error.ts'
import { v8FlagsAreFrozen } from './launch-flags.ts'

export type GcFunction = (options?: { readonly type: 'minor'; readonly execution: 'sync' }) => void

/**
 * V8's own collection function, with or without `--expose-gc`. It is taken from a fresh context, so a
 * `gc` global that somebody replaced is never believed, and none is left behind.
 */
export function acquireGc(): GcFunction {
  if ('bun' in process.versions) return gcOfBun()
  const gc = gcOfNewContext() ?? gcByRuntimeFlag()
  if (gc === undefined) {
    throw new GcUnavailableError(
      'V8 offers no collection function to this process',
      'start Node with --expose-gc',
    )
  }
  if ('deno' in process.versions) return fullGcOfDeno(gc)
  if (!isFullCollection(gc)) {
    throw new GcUnavailableError(
      'the collection function ran, but V8 reports no full collection',
      'start Node with --expose-gc and without flags that change the collector',
    )
  }
  return gc
}

/** JavaScriptCore's collection is a full one, for minor ones too: what survives it is an upper bound as well. */
function gcOfBun(): GcFunction {
  const { Bun } = globalThis as unknown as { Bun: { gc(synchronous: boolean): void } }
  return () => Bun.gc(true)
}

const GARBAGE_BYTES = 4 * 2 ** 20

/**
 * Deno keeps no record of collections: garbage that was made for it must be gone. All are full ones,
 * for whether one ran between two minor ones could not be told.
 */
function fullGcOfDeno(gc: GcFunction): GcFunction {
  makeGarbage()
  const before = v8.getHeapStatistics().used_heap_size
  gc()
  if (before - v8.getHeapStatistics().used_heap_size < GARBAGE_BYTES / 2) {
    throw new GcUnavailableError(
      'the collection function ran, but nothing was collected',
      'start Deno with --v8-flags=--expose-gc',
    )
  }
  return () => gc()
}

/** In a function of its own, so that no variable keeps it alive. */
function makeGarbage(): void {
  new Array(GARBAGE_BYTES / 8).fill(0.5)
}

/** Present in every new context when the process was started with `--expose-gc`. */
function gcOfNewContext(): GcFunction | undefined {
  return vm.runInNewContext('typeof gc === "function" ? gc : undefined') as GcFunction | undefined
}

/** V8 reads the flag when a context is made, so it need be set for the making of one context only. */
function gcByRuntimeFlag(): GcFunction | undefined {
  if (v8FlagsAreFrozen()) {
    throw new GcUnavailableError(
      'the process was started with --freeze-flags-after-init',
      'add --expose-gc to the flags it is started with',
    )
  }
  v8.setFlagsFromString('--expose-gc')
  try {
    return gcOfNewContext()
  } finally {
    v8.setFlagsFromString('--no-expose-gc')
  }
}

/** V8's own record of collections, readable in the same job on every supported Node. */
function isFullCollection(gc: GcFunction): boolean {
  const profiler = new v8.GCProfiler()
  profiler.start()
  gc()
  return profiler.stop()?.statistics.some(({ gcType }) => gcType === 'MarkSweepCompact') ?? false
}
