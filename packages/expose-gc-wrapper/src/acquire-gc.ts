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
  if ('bun' in process.versions || 'deno' in process.versions) {
    throw new GcUnavailableError('this runtime is not Node', 'run the scenario with Node >= 20.19')
  }
  const gc = gcOfNewContext() ?? gcByRuntimeFlag()
  if (gc === undefined) {
    throw new GcUnavailableError(
      'V8 offers no collection function to this process',
      'start Node with --expose-gc',
    )
  }
  if (!isFullCollection(gc)) {
    throw new GcUnavailableError(
      'the collection function ran, but V8 reports no full collection',
      'start Node with --expose-gc and without flags that change the collector',
    )
  }
  return gc
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
