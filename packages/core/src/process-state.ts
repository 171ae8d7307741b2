import type { LeakOptions } from './options.ts'

/**
 * All that outlives a check, once per realm even when an ESM and a CommonJS copy of this package are
 * loaded: the project's defaults, and which check runs.
 */
export interface ProcessState {
  defaults: LeakOptions
  /** The check that runs now; later ones wait for it. */
  running: Promise<unknown> | undefined
  /** Whether a check was made before: its code is compiled by now. */
  hasChecked: boolean
  /** Iterations of the longest check that found a store which gains entries: it has room by now for as many. */
  iterationsOfStores: number
  /** What the inspector calls this realm, once it was asked. */
  contextId: number | undefined
  /** How runners that keep source maps to themselves are asked for that of a file. */
  readonly sourceMaps: ((file: string) => unknown)[]
  /** Called before anything is read: lets a runner forget what it has noted of the scenario. */
  readonly forgetting: (() => void)[]
  /** Made with the first program that this realm starts. */
  programGuard: ProgramGuard | undefined
  /** Whether it was said that no lock can be made. */
  hasWarnedOfLock: boolean
  /** Whether it was said that checks are skipped. */
  hasWarnedOfOff: boolean
}

/** Ends the programs that this process started, should it end before them. */
export interface ProgramGuard {
  /** Starts a program by the given function. A program without a number did not start. */
  start<Started extends { readonly pid?: number | undefined }>(
    argv: readonly string[],
    spawn: () => Started,
  ): Started
  /** The program has ended: its number may soon be another's. */
  forget(pid: number): void
}

const KEY = Symbol.for('@plateau/state@1')

export function processState(): ProcessState {
  const holder = globalThis as { [KEY]?: ProcessState }
  holder[KEY] ??= {
    defaults: {},
    running: undefined,
    hasChecked: false,
    iterationsOfStores: 0,
    contextId: undefined,
    sourceMaps: [],
    forgetting: [],
    programGuard: undefined,
    hasWarnedOfLock: false,
    hasWarnedOfOff: false,
  }
  return holder[KEY]
}
