import type { Look } from '../decide/look.ts'
import type { WeighedPlace } from '../decide/weight.ts'
import type { Port, Wait } from '../engine/port.ts'
import { makeMark } from './birth-mark.ts'
import type { BirthProfile } from './birth-profile.ts'
import { readBirths } from './births.ts'
import { weighBirths } from './weigh-births.ts'

/**
 * Records every allocation and tells which of them are alive, by the batch in which they were born. V8's sampling heap
 * profiler at an interval of one byte knows every object in the order of allocation, and forgets what is collected.
 */
export interface BirthRecord {
  /** Ends a batch: what is allocated from here on belongs to the next. */
  mark(): void
  /** What was born since the batch ended is none of the scenario's: it is left out. */
  leaveOut(): void
  /** Collects all garbage; `groups` are the boundaries, by number, that the groups of batches lie between. */
  look(groups: readonly number[], iterations: readonly number[]): Generator<Wait, Look, unknown>
  /** Collects all garbage, and tells what is alive of all that was recorded. */
  weigh(): Generator<Wait, readonly WeighedPlace[], unknown>
  /** What the latest look was made from. */
  latest(): BirthProfile | undefined
  stop(): Generator<Wait, void, unknown>
}

/** Deep enough to tell the user's function below a library's. */
const STACK_DEPTH = 32

/** More marks than a check makes batches. */
const MOST_MARKS = 512

/** Throws where births cannot be recorded: another profiler runs, or the inspector is forbidden. */
export function* recordBirths(port: Port): Generator<Wait, BirthRecord, unknown> {
  // Allocated before: a list that grows would itself be kept from batch to batch.
  const marks: unknown[] = new Array(MOST_MARKS).fill(undefined)
  let count = 0
  /** By the batch after which something is left out. */
  const leftOutAfter: number[] = []
  const placeOf = (edge: number) => edge + leftOutAfter.filter((batch) => batch < edge).length
  let latest: BirthProfile | undefined
  yield* port.ask('HeapProfiler.startSampling', { samplingInterval: 1, stackDepth: STACK_DEPTH })
  function mark(): void {
    if (count < MOST_MARKS) marks[count++] = makeMark()
  }
  mark()
  return {
    mark,
    leaveOut() {
      leftOutAfter.push(count - 1 - leftOutAfter.length)
      mark()
    },
    *look(groups, iterations) {
      // What the look before was made from is recorded too: were it alive, the next would tell of as much again.
      latest = undefined
      latest = yield* readProfile(port)
      return readBirths(latest, {
        boundaries: count,
        groups: groups.map(placeOf),
        leftOut: leftOutAfter.map(placeOf),
        iterations,
      })
    },
    *weigh() {
      return weighBirths(yield* readProfile(port))
    },
    latest: () => latest,
    *stop() {
      yield* port.ask('HeapProfiler.stopSampling')
      marks.length = 0
    },
  }
}

/** Collects all garbage first. */
function* readProfile(port: Port): Generator<Wait, BirthProfile, unknown> {
  const { profile } = yield* port.ask<{ profile: BirthProfile }>('HeapProfiler.getSamplingProfile')
  return profile
}
