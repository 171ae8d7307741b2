import { performance } from 'node:perf_hooks'
import { collect } from '@plateau/expose-gc-wrapper'
import type { Look } from '../decide/look.ts'
import type { StoreGains } from '../decide/store-count.ts'
import type { WeighedPlace } from '../decide/weight.ts'
import { turns } from '../engine/clock.ts'
import { runsHeapProf } from '../engine/heap-prof.ts'
import { openPort } from '../engine/inspector-port.ts'
import { openInspectorSession } from '../engine/inspector-session.ts'
import type { Port, Wait } from '../engine/port.ts'
import { differences } from '../plateau/differences.ts'
import { bunHeap } from '../probe/bun-heap.ts'
import { heapProbe } from '../probe/heap.ts'
import { forgetRunnerNotes } from '../runner-notes.ts'
import { type AgeRecord, recordAges } from '../witness/age-record.ts'
import type { BirthProfile } from '../witness/birth-profile.ts'
import { type BirthRecord, recordBirths } from '../witness/birth-record.ts'
import { type CountedStore, type StoreCensus, startStoreCensus } from '../witness/store-census.ts'

/** What counts things with an identity in this process. Opened when it is first asked, closed at the end of the check. */
export interface Witnesses {
  /** Until births are recorded, or stores counted. */
  readonly ages: {
    start(): Generator<Wait, void, unknown>
    mark(): Generator<Wait, void, unknown>
    look(groups: readonly number[], iterations: readonly number[]): Generator<Wait, Look, unknown>
  }
  readonly births: {
    readonly isRecording: boolean
    start(): Generator<Wait, void, unknown>
    mark(): void
    /** What was born since the batch ended is none of the scenario's. */
    leaveOut(): void
    look(groups: readonly number[], iterations: readonly number[]): Generator<Wait, Look, unknown>
    /** The scenario runs at its own pace from here on; the latest look stays known. */
    stop(): Generator<Wait, void, unknown>
    /** What is alive of all that was recorded, which ends here. */
    weigh(): Generator<Wait, readonly WeighedPlace[], unknown>
    /** What the latest look was made from. */
    latest(): BirthProfile | undefined
    /** Collects as V8 does where memory is short: what it keeps only to be faster, such as compiled sources, goes. */
    collectLast(): Generator<Wait, void, unknown>
  }
  readonly stores: {
    /** The gains over all batches, at the last count. */
    count(isTold: boolean): Generator<Wait, readonly StoreGains[] | undefined, unknown>
    /** V8's number of a store that `count` told of. */
    idOf(store: StoreGains): number | undefined
    /** Bytes outside the heap that the counts themselves take. */
    notedBytes(): number
  }
  /** Ends what records and lets go of what was listed; the sessions stay, for V8 forgets the numbers of objects with one. */
  end(): Generator<Wait, void, unknown>
  close(): void
}

export function createWitnesses(): Witnesses {
  let port: Port | undefined
  let followed: AgeRecord | undefined
  let record: BirthRecord | undefined
  let latest: BirthProfile | undefined
  const counts = createStoreCounts(() => latest !== undefined)
  function* stop(): Generator<Wait, void, unknown> {
    const ended = [followed, record]
    followed = undefined
    record = undefined
    for (const one of ended) yield* one?.stop() ?? []
  }
  return {
    ages: {
      *start() {
        yield* stop()
        port ??= openPort()
        followed = yield* recordAges(port)
      },
      *mark() {
        yield* followed?.mark() ?? []
      },
      *look(groups, iterations) {
        if (followed === undefined) throw new Error('No objects are followed')
        yield* forgetRuntimeNotes(port)
        return yield* followed.look(groups, iterations)
      },
    },
    births: {
      get isRecording() {
        return record !== undefined
      },
      *start() {
        if (runsHeapProf()) throw new Error(BESIDE_HEAP_PROF)
        yield* stop()
        port ??= openPort()
        record = yield* recordBirths(port)
      },
      mark: () => record?.mark(),
      leaveOut: () => record?.leaveOut(),
      *look(groups, iterations) {
        if (record === undefined) throw new Error('No births are recorded')
        yield* forgetRuntimeNotes(port)
        latest = undefined
        const look = yield* record.look(groups, iterations)
        latest = record.latest()
        return look
      },
      stop,
      *weigh() {
        yield turns()
        const places = yield* record?.weigh() ?? []
        yield* stop()
        return places ?? []
      },
      latest: () => latest,
      *collectLast() {
        yield* port?.ask('HeapProfiler.collectGarbage') ?? []
      },
    },
    stores: {
      ...counts,
      *count(isTold) {
        // What counts the stores allocates much: recorded, it would take ten times as long.
        yield* stop()
        yield* forgetRuntimeNotes(undefined)
        return counts.count(isTold)
      },
    },
    *end() {
      counts.end()
      yield* stop()
    },
    close() {
      counts.close()
      port?.close()
    },
  }
}

const BESIDE_HEAP_PROF = '--heap-prof records allocations in this process'

/** What a runner has noted, and what the runtime keeps up to a bound: the last 250 resource timings of `fetch`, and 1,000 console messages for an open inspector. */
function* forgetRuntimeNotes(port: Port | undefined): Generator<Wait, void, unknown> {
  performance.clearResourceTimings()
  forgetRunnerNotes()
  yield* port?.ask('Runtime.discardConsoleEntries') ?? []
}

/** By the entries of every store; in Bun by the number of all objects, and without an inspector by the bytes of the heap. */
function createStoreCounts(areBirthsRecorded: () => boolean) {
  let counts: StoreCensus | undefined
  let session: ReturnType<typeof openInspectorSession> | undefined
  const totals: number[] = []
  let noted = 0
  let total: (() => number) | undefined
  let isOpen = false
  function open(): void {
    isOpen = true
    const bun = bunHeap()
    if (bun !== undefined) {
      total = () => bun.objectCount()
      return
    }
    try {
      session = openInspectorSession()
      counts = startStoreCensus(session)
    } catch {
      // Where births are recorded, they are what is counted.
      if (!areBirthsRecorded()) total = () => heapProbe.read()
    }
  }
  return {
    count(isTold: boolean): readonly StoreGains[] | undefined {
      if (!isOpen) open()
      if (total !== undefined) {
        collect('full')
        totals.push(total())
      } else noted += counts?.count() ?? 0
      if (!isTold) return undefined
      if (counts !== undefined) return counts.grown(1)
      if (total === undefined) return undefined
      const gains = differences(totals)
      return [{ container: 'the whole heap', gains }]
    },
    idOf: (store: StoreGains) => ('at' in store ? counts?.idOf(store as CountedStore) : undefined),
    notedBytes: () => noted,
    end() {
      counts?.close()
    },
    close() {
      session?.close()
    },
  }
}
