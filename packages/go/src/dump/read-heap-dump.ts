import type { Frame } from '../frame.ts'
import { createDumpCursor, type DumpCursor, dumpError } from './dump-cursor.ts'
import { type PointerFormat, pointersIn } from './each-pointer.ts'
import { createGoroutineReader, type GoroutineReader } from './goroutine-reader.ts'
import type { Allocation, DumpedFinalizer, HeapDump, Segment } from './heap-dump.ts'
import { createObjectTable, type ObjectTable } from './object-table.ts'

const HEADER = 'go1.7 heap dump\n'

/** 24 numbers, 256 pauses, and the count of collections. */
const MEMORY_STATS_NUMBERS = 281

/** Reads what `debug.WriteHeapDump` wrote. Throws an `Error` naming the byte where it is wrong or ends too soon. */
export function readHeapDump(bytes: Uint8Array): HeapDump {
  const header = new TextDecoder().decode(bytes.subarray(0, HEADER.length))
  if (header !== HEADER) {
    throw dumpError(`it begins with ${JSON.stringify(header)}, not with "go1.7 heap dump"`, 0)
  }
  const cursor = createDumpCursor(bytes, HEADER.length)
  const dump = createPartialDump()
  for (;;) {
    const at = cursor.at()
    if (at >= bytes.length) throw dumpError('its end is missing', at)
    const tag = cursor.number()
    if (tag === END_TAG) return completed(bytes, dump)
    const read = RECORDS.get(tag)
    if (read === undefined) throw dumpError(`a record has the unknown tag ${tag}`, at)
    read(cursor, dump)
    cursor.check()
  }
}

interface PartialDump {
  goVersion: string
  format: PointerFormat
  readonly addresses: number[]
  readonly bytes: number[]
  readonly contentAt: number[]
  readonly goroutines: GoroutineReader
  readonly segments: Segment[]
  readonly finalizers: DumpedFinalizer[]
  readonly types: Map<number, string>
  readonly allocations: Allocation[]
  readonly allocationIds: Map<number, number>
  /** Address of an object, then the id of its allocation. */
  readonly samples: number[]
}

function createPartialDump(): PartialDump {
  return {
    goVersion: '',
    format: { pointerBytes: 8, isLittleEndian: true },
    ...{ addresses: [], bytes: [], contentAt: [], segments: [], finalizers: [] },
    ...{ allocations: [], samples: [], allocationIds: new Map(), types: new Map() },
    goroutines: createGoroutineReader(),
  }
}

type ReadRecord = (cursor: DumpCursor, dump: PartialDump) => void

const END_TAG = 0

/** The records of the format by their tags, as runtime/heapdump.go writes them. */
const RECORDS: ReadonlyMap<number, ReadRecord> = new Map<number, ReadRecord>([
  [1, readObject],
  [2, skipOtherRoot],
  [3, readType],
  [4, (cursor, { goroutines }) => goroutines.goroutine(cursor)],
  [5, (cursor, { goroutines }) => goroutines.frame(cursor)],
  [6, readParams],
  [7, readFinalizer],
  // Interface tables, threads, statistics and panics: nothing in them holds an object.
  [8, skips(2)],
  [9, skips(3)],
  [10, skips(MEMORY_STATS_NUMBERS)],
  [11, readFinalizer],
  [12, readSegment],
  [13, readSegment],
  [14, (cursor, { goroutines }) => goroutines.deferred(cursor)],
  [15, skips(6)],
  [16, readAllocation],
  [17, readSample],
])

function skips(count: number): ReadRecord {
  return (cursor) => skipNumbers(cursor, count)
}

/** No Go since 1.7 writes one. */
function skipOtherRoot(cursor: DumpCursor): void {
  cursor.skipText()
  skipNumbers(cursor, 1)
}

function readSample(cursor: DumpCursor, { samples }: PartialDump): void {
  samples.push(cursor.number(), cursor.number())
}

function skipNumbers(cursor: DumpCursor, count: number): void {
  for (let left = count; left > 0; left--) cursor.number()
}

function readObject(cursor: DumpCursor, dump: PartialDump): void {
  dump.addresses.push(cursor.number())
  const { contentAt, bytes } = cursor.memory()
  dump.contentAt.push(contentAt)
  dump.bytes.push(bytes)
  cursor.fields()
}

function readParams(cursor: DumpCursor, dump: PartialDump): void {
  const isLittleEndian = cursor.number() === 0
  const at = cursor.at()
  const pointerBytes = cursor.number()
  if (pointerBytes !== 8 && pointerBytes !== 4) {
    throw dumpError(`pointers have 4 or 8 bytes, not ${pointerBytes}`, at)
  }
  dump.format = { pointerBytes, isLittleEndian }
  skipNumbers(cursor, 2)
  cursor.skipText()
  dump.goVersion = cursor.text()
  skipNumbers(cursor, 1)
}

function readType(cursor: DumpCursor, dump: PartialDump): void {
  const address = cursor.number()
  skipNumbers(cursor, 1)
  dump.types.set(address, cursor.text())
  skipNumbers(cursor, 1)
}

function readFinalizer(cursor: DumpCursor, dump: PartialDump): void {
  const [object, closure, code] = [cursor.number(), cursor.number(), cursor.number()]
  skipNumbers(cursor, 1)
  dump.finalizers.push({ object, closure, code, type: cursor.number() })
}

function readSegment(cursor: DumpCursor, dump: PartialDump): void {
  const address = cursor.number()
  dump.segments.push({ address, ...cursor.memory(), fieldsAt: cursor.fields() })
}

function readAllocation(cursor: DumpCursor, dump: PartialDump): void {
  const id = cursor.number()
  const bytes = cursor.number()
  const stack: Frame[] = []
  for (let left = cursor.number(); left > 0; left--) {
    stack.push({ function: cursor.text(), file: cursor.text(), line: cursor.number() })
    cursor.check()
  }
  skipNumbers(cursor, 2)
  dump.allocationIds.set(id, dump.allocations.length)
  dump.allocations.push({ bytes, stack })
}

function completed(bytes: Uint8Array, dump: PartialDump): HeapDump {
  const { goVersion, allocations, segments, finalizers, types } = dump
  const objects = createObjectTable(dump)
  assignAllocations(objects, dump)
  const { goroutines, frames } = dump.goroutines.read()
  return {
    ...{ goVersion, objects, allocations, goroutines, frames, segments, finalizers, types },
    eachPointer: pointersIn(bytes, dump.format),
  }
}

function assignAllocations(objects: ObjectTable, { samples, allocationIds }: PartialDump): void {
  for (let at = 0; at < samples.length; at += 2) {
    // Tiny objects share a block, and the sample may be for any of them.
    const object = objects.find(samples[at] as number)
    const allocation = allocationIds.get(samples[at + 1] as number)
    if (object !== -1 && allocation !== undefined) objects.allocation[object] = allocation
  }
}
