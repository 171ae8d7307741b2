import { acquireGc, type GcFunction } from './acquire-gc.ts'

let acquired: GcFunction | undefined

/**
 * Collects all garbage, synchronously: when it returns, everything unreachable is gone, except
 * targets of WeakRefs that were made or read in the same job (the language keeps those alive).
 * Throws `GcUnavailableError` where no full collection can be had; it never returns without one.
 */
export function forceGc(): void {
  acquired ??= acquireGc()
  // Without an argument: on Node 20 every options form, `{ type: 'major' }` too, is a minor collection.
  acquired()
}

/**
 * Collects the young generation (`'minor'`: 0.1 ms whatever the heap) or everything (`'full'`, the
 * default). What survives a minor collection is an upper bound of what is alive.
 */
export function collect(kind: 'minor' | 'full' = 'full'): void {
  if (kind !== 'minor' && kind !== 'full') {
    throw new TypeError(`collect(kind) takes 'minor' or 'full', received ${JSON.stringify(kind)}.`)
  }
  acquired ??= acquireGc()
  if (kind === 'minor') acquired(MINOR)
  else acquired()
}

const MINOR = Object.freeze({ type: 'minor', execution: 'sync' } as const)

/** Whether this process was started with `--expose-gc`, so that a global `gc` is there for everybody. */
export function isGcExposed(): boolean {
  return typeof (globalThis as { gc?: unknown }).gc === 'function'
}
