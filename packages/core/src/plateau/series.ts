import type { ProbeName } from './verdict.ts'

export type Unit = 'bytes' | 'count'

/** How a reading was taken: after a minor collection it is an upper bound of what is alive. */
export type Collection = 'minor' | 'full'

/** The samples of one probe: `readings[i]` was taken after `iterations[i]` iterations in all. */
export interface Series {
  readonly probe: ProbeName
  readonly unit: Unit
  readonly collection: Collection
  readonly iterations: readonly number[]
  readonly readings: readonly number[]
}
