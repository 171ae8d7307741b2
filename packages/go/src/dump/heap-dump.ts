import type { Frame } from '../frame.ts'
import type { ObjectTable } from './object-table.ts'

/** A stretch of dumped memory: its contents, and the list that tells where in them pointers are. */
export interface DumpedMemory {
  readonly contentAt: number
  readonly bytes: number
  readonly fieldsAt: number
}

/** `.data` or `.bss` of the program. */
export interface Segment extends DumpedMemory {
  readonly address: number
}

export interface DumpedGoroutine {
  /** Of the runtime's own record of it. */
  readonly address: number
  /** What it waits for, as goroutine dumps tell it: `chan send`. */
  readonly state: string
  readonly isSystem: boolean
  /** Where its `go` statement is. */
  readonly createdAt: number
  /** Into the frames of the dump, innermost first. */
  readonly firstFrame: number
  readonly endFrame: number
  readonly deferred: readonly DeferredCall[]
}

export interface DeferredCall {
  /** Of the frame that defers. */
  readonly stackPointer: number
  /** The record, and the closure that it calls. */
  readonly pointers: readonly number[]
}

/** The frames of all goroutines, one array for each field: there may be half a million. */
export interface FrameTable {
  readonly names: readonly string[]
  readonly nameOf: readonly number[]
  readonly stackPointers: readonly number[]
  readonly contentAt: readonly number[]
  readonly bytes: readonly number[]
  readonly fieldsAt: readonly number[]
  /** The address of each function that has a frame: by them a program that was loaded elsewhere is aligned. */
  readonly entries: ReadonlyMap<number, number>
}

export interface DumpedFinalizer {
  readonly object: number
  readonly closure: number
  readonly code: number
  /** Address of the type of the finalizer's argument. */
  readonly type: number
}

/** Objects of one size and one stack of allocation. */
export interface Allocation {
  readonly bytes: number
  readonly stack: readonly Frame[]
}

/** What `debug.WriteHeapDump` wrote; memory stays in the bytes that were read, and is looked up there. */
export interface HeapDump {
  readonly goVersion: string
  readonly objects: ObjectTable
  readonly allocations: readonly Allocation[]
  readonly goroutines: readonly DumpedGoroutine[]
  readonly frames: FrameTable
  readonly segments: readonly Segment[]
  readonly finalizers: readonly DumpedFinalizer[]
  /** Names of the few types that Go dumps. */
  readonly types: ReadonlyMap<number, string>
  /** Calls back with each pointer that is not nil, and its offset in the memory. */
  readonly eachPointer: EachPointer
}

export type EachPointer = (
  memory: DumpedMemory,
  visit: (pointer: number, offset: number) => void,
) => void
