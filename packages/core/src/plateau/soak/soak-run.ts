import type { Unit } from '../series.ts'
import type { ProbeName } from '../verdict.ts'

/** The readings of one probe in one process: `readings[i]` after `iterations[i]` iterations in all. */
export interface SoakSeries {
  readonly probe: ProbeName
  readonly unit: Unit
  /** As a target's `ProbeSpec` says: how far its readings can be trusted. */
  readonly noise: 'exact' | 'bounded' | 'noisy'
  readonly floorPerIteration: number
  /** How far a single reading may stray, in the unit of the readings. */
  readonly strayPerSample?: number
  readonly iterations: readonly number[]
  /** Undefined where the sample is missing: it is never made up. */
  readonly readings: readonly (number | undefined)[]
}

/** The sizes of the collections that a process held after so many iterations in all. */
export interface SoakCensus {
  readonly iterations: number
  readonly stores: readonly { readonly container: string; readonly entries: number }[]
}

/**
 * `checkpoints`: the load paused and memory was collected. `continuous`: the load went on, memory was
 * collected. `envelope`: nothing was collected, only watched.
 */
export type SoakMode = 'checkpoints' | 'continuous' | 'envelope'

/** What a soak saw of one process. */
export interface SoakRun {
  readonly mode: SoakMode
  readonly series: readonly SoakSeries[]
  /** Samples before it are not judged. */
  readonly warmUpIterations: number
  /** Samples that were to be taken after the warm-up. */
  readonly plannedSamples: number
  /** Accepted growth per iteration, in the probe's unit. */
  readonly tolerate: Readonly<Partial<Record<ProbeName, number>>>
  readonly censuses?: readonly SoakCensus[]
  readonly elapsedMs: number
  /** A whole sentence where the process could not be read: why, and what to do. */
  readonly unread?: string
}
