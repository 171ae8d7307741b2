import type { GrowthVerdict, Retained, UnsettledVerdict } from './plateau/verdict.ts'

/** Wrong use of Plateau: a bad option, a value that is no scenario, a check where none can run. */
export class MisuseError extends Error {
  readonly code = 'PLATEAU_MISUSE'
  override readonly name = 'MisuseError'
}

/** Thrown when a scenario that must not leak grows; carries the verdict with its evidence. */
export class LeakError extends Error {
  readonly code = 'PLATEAU_GROWTH'
  override readonly name = 'LeakError'
  readonly verdict: GrowthVerdict

  constructor(message: string, verdict: GrowthVerdict) {
    super(message)
    this.verdict = verdict
  }
}

/** Thrown when a check could neither find a plateau nor prove growth. It is never a pass. */
export class UnsettledError extends Error {
  readonly code = 'PLATEAU_UNSETTLED'
  override readonly name = 'UnsettledError'
  readonly verdict: UnsettledVerdict

  constructor(message: string, verdict: UnsettledVerdict) {
    super(message)
    this.verdict = verdict
  }
}

/** Thrown when an object that must be gone is still held; says by what. */
export class RetainedError extends Error {
  readonly code = 'PLATEAU_RETAINED'
  override readonly name = 'RetainedError'
  readonly retained: readonly Retained[]

  constructor(message: string, retained: readonly Retained[]) {
    super(message)
    this.retained = retained
  }
}

/** By `code`, not `instanceof`: an ESM and a CommonJS copy of this package may both be loaded. */
export function isLeakError(error: unknown): error is LeakError {
  return (error as { code?: unknown } | null)?.code === 'PLATEAU_GROWTH'
}

/** By `code`, not `instanceof`: an ESM and a CommonJS copy of this package may both be loaded. */
export function isUnsettledError(error: unknown): error is UnsettledError {
  return (error as { code?: unknown } | null)?.code === 'PLATEAU_UNSETTLED'
}

/** By `code`, not `instanceof`: an ESM and a CommonJS copy of this package may both be loaded. */
export function isRetainedError(error: unknown): error is RetainedError {
  return (error as { code?: unknown } | null)?.code === 'PLATEAU_RETAINED'
}
