import type { Unit } from '../plateau/series.ts'
import type { ProbeName } from '../plateau/verdict.ts'
import type { Look } from './look.ts'
import type { StoreGains } from './store-count.ts'
import type { Weight } from './weight.ts'

/** The parts of a check, in the order in which they are taken; any of them may be left out. */
export const PHASES = [
  'warm-up',
  'settle',
  'minor',
  'full',
  'ledger',
  'displaced',
  'ages',
  'stores',
  'copies',
  'legs',
] as const
export type Phase = (typeof PHASES)[number]

/**
 * What was done: iterations run; probes read after a collection; all collected in the midst of a doubling; objects
 * followed from here on, and counted by their age; births recorded from here on; what is alive looked at; stores counted; what one iteration leaves weighed; a pause; a target asked what a re-run keeps, or what full collections hide.
 */
export const DEEDS = [
  'run',
  'minor',
  'full',
  'collect',
  'follow',
  'ages',
  'record',
  'look',
  'count',
  'weigh',
  'pause',
  'evidence',
  'hidden',
] as const
export type Deed = (typeof DEEDS)[number]

/** A probe as the decision knows it. */
export interface HistoryProbe {
  readonly name: ProbeName
  readonly unit: Unit
  /** What it counts ends by a collection alone: readings without one say nothing. */
  readonly isCollected?: boolean
  /** So many may come at once without the scenario's doing. Default 1 for counts. */
  readonly stray?: number
  /** Growth per iteration up to which a rise is the target's own. */
  readonly floorPerIteration?: number
  /** It is shown and never convicts. */
  readonly isNoisy?: boolean
  /** Growth in steps proves nothing: the runtime keeps what it needed in its busiest moment. */
  readonly hasMarks?: boolean
}

/** Readings of the heap after legs that no full collection followed, each after so many iterations in all. */
export interface HiddenReadings {
  readonly iterations: readonly number[]
  readonly readings: readonly number[]
}

/**
 * All that a check did and read, in order: the only thing that decides. Its columns are allocated before
 * the first sample, for an object more per sample would itself be seen as growth.
 */
export interface History {
  readonly probes: readonly HistoryProbe[]
  length: number
  readonly phases: Uint8Array
  readonly deeds: Uint8Array
  /** Iterations completed in all, after each deed. */
  readonly completed: Float64Array
  /** Milliseconds since the check began, after each deed. */
  readonly elapsedMs: Float64Array
  /** Milliseconds that each deed took. */
  readonly tookMs: Float64Array
  /** 1 where a full collection ran since the sample before: readings after minor ones are then not comparable. */
  readonly interrupted: Uint8Array
  /** 1 where the event loop turned before the reading. */
  readonly turned: Uint8Array
  /** By deed, then by probe. What was not read is NaN. */
  readonly readings: Float64Array
  /** All objects by age, at the latest count of them. */
  ages: Look | undefined
  /** Whether objects could not be followed, once that was tried. */
  lacksAges: boolean
  readonly looks: Look[]
  /** Stores that gained entries over the batches between counts; undefined before the last count, unless none has. */
  stores: readonly StoreGains[] | undefined
  /** What single iterations left. */
  readonly weights: Weight[]
  /** What full collections hide; undefined before it was asked for, and where there is nothing. */
  hidden: HiddenReadings | undefined
  /** Whether an iteration returned a promise. */
  isAsync: boolean
  /** The time ended, or an iteration will not. */
  isTimeUp: boolean
  /** What the births convicted was in no heap after a re-run: it neither grows nor leaves a check open. */
  isRefuted: boolean
  /** Why births cannot be recorded here, once that was tried. */
  lacking: string | undefined
  /** What went wrong with the record of births: nothing may be said any more. */
  lost: string | undefined
}

/** More deeds than any check takes; what comes after them is not noted. */
const MOST_DEEDS = 512

export function createHistory(probes: readonly HistoryProbe[]): History {
  return {
    probes,
    length: 0,
    phases: new Uint8Array(MOST_DEEDS),
    deeds: new Uint8Array(MOST_DEEDS),
    completed: new Float64Array(MOST_DEEDS),
    elapsedMs: new Float64Array(MOST_DEEDS),
    tookMs: new Float64Array(MOST_DEEDS),
    interrupted: new Uint8Array(MOST_DEEDS),
    turned: new Uint8Array(MOST_DEEDS),
    // A view makes the object of its buffer when it is first asked for it, which would be new in the midst of the check.
    readings: new Float64Array(new ArrayBuffer(8 * MOST_DEEDS * probes.length)).fill(Number.NaN),
    ages: undefined,
    lacksAges: false,
    looks: [],
    stores: undefined,
    weights: [],
    hidden: undefined,
    isAsync: false,
    isTimeUp: false,
    isRefuted: false,
    lacking: undefined,
    lost: undefined,
  }
}

/** Whether hardly anything more can be noted: then it is time to end. */
export function isFull({ length }: History): boolean {
  return length >= MOST_DEEDS - DEEDS_TO_END
}

/** A pause, a look and a count. */
const DEEDS_TO_END = 8

/** Notes what was done. `readings` are of the probes, in their order; left out where none were read. */
export function note(
  history: History,
  deed: {
    readonly phase: Phase
    readonly deed: Deed
    readonly completed: number
    readonly elapsedMs: number
    readonly tookMs: number
    readonly isInterrupted?: boolean
    readonly hasTurned?: boolean
  },
  readings?: Float64Array,
): void {
  const at = history.length
  if (at === MOST_DEEDS) return
  history.phases[at] = PHASES.indexOf(deed.phase)
  history.deeds[at] = DEEDS.indexOf(deed.deed)
  history.completed[at] = deed.completed
  history.elapsedMs[at] = deed.elapsedMs
  history.tookMs[at] = deed.tookMs
  history.interrupted[at] = deed.isInterrupted ? 1 : 0
  history.turned[at] = deed.hasTurned ? 1 : 0
  if (readings) history.readings.set(readings, at * history.probes.length)
  history.length++
}

export function deedAt(history: History, at: number): Deed | undefined {
  return at < 0 ? undefined : DEEDS[history.deeds[at] ?? 0]
}

export function phaseAt(history: History, at: number): Phase {
  return PHASES[at < 0 ? 0 : (history.phases[at] ?? 0)] ?? 'warm-up'
}

/** Iterations completed so far. */
export function completed(history: History): number {
  return history.length === 0 ? 0 : (history.completed[history.length - 1] ?? 0)
}

export function elapsedMs(history: History): number {
  return history.length === 0 ? 0 : (history.elapsedMs[history.length - 1] ?? 0)
}

export function readingAt(history: History, at: number, probe: number): number {
  return history.readings[at * history.probes.length + probe] ?? Number.NaN
}

/** All readings at this place, by probe; not a copy. */
export function readingsAt(history: History, at: number): Float64Array {
  const { length } = history.probes
  return history.readings.subarray(at * length, (at + 1) * length)
}

/** The place of a probe among the readings; -1 where it is not judged. */
export function probeNamed({ probes }: History, name: ProbeName): number {
  return probes.findIndex((probe) => probe.name === name)
}

/** Milliseconds of the quickest full collection so far; 0 before the first. */
export function collectionMs(history: History): number {
  const took = placesOf(history, 'full').map((at) => history.tookMs[at] ?? 0)
  return took.length === 0 ? 0 : Math.min(...took)
}

/** The places of a deed in the history, of one phase or of all. */
export function placesOf(history: History, deed: Deed, phase?: Phase): readonly number[] {
  const places: number[] = []
  for (let at = 0; at < history.length; at++) {
    if (deedAt(history, at) !== deed) continue
    if (phase === undefined || phaseAt(history, at) === phase) places.push(at)
  }
  return places
}

/** Whether the latest deed is such a one, of one phase or of any. */
export function isLatest(history: History, deed: Deed, phase?: Phase): boolean {
  const at = history.length - 1
  return deedAt(history, at) === deed && (phase === undefined || phaseAt(history, at) === phase)
}

/** The phases that follow objects, or record their births, by batch. */
export type Recording = 'ages' | 'ledger'

/** What the latest look belongs to, and its place: the record of births, as soon as it was looked at, or the ages. */
export function recordingOf(history: History): {
  readonly phase: Recording
  readonly look: number | undefined
} {
  const look = placesOf(history, 'look').at(-1)
  const ages = placesOf(history, 'ages').at(-1)
  return look === undefined && ages !== undefined
    ? { phase: 'ages', look: ages }
    : { phase: 'ledger', look }
}

/** Iterations before the first judged one. */
export function warmUpOf(history: History): number {
  let warmedUp = 0
  for (let at = 0; at < history.length && phaseAt(history, at) === 'warm-up'; at++) {
    warmedUp = history.completed[at] ?? 0
  }
  return warmedUp
}
