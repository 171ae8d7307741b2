import type { DumpCursor } from './dump-cursor.ts'
import type { DeferredCall, DumpedGoroutine, FrameTable } from './heap-dump.ts'

/** Takes the records of goroutines; those of its frames and deferred calls follow upon each. */
export interface GoroutineReader {
  goroutine(cursor: DumpCursor): void
  frame(cursor: DumpCursor): void
  deferred(cursor: DumpCursor): void
  read(): { readonly goroutines: readonly DumpedGoroutine[]; readonly frames: FrameTable }
}

export function createGoroutineReader(): GoroutineReader {
  const goroutines: DumpedGoroutine[] = []
  const frames = createFrameColumns()
  let begun: Begun | undefined

  function finish(): void {
    if (begun) goroutines.push({ ...begun, endFrame: frames.nameOf.length })
    begun = undefined
  }

  return {
    goroutine(cursor) {
      finish()
      begun = readGoroutine(cursor, frames.nameOf.length)
    },
    frame: (cursor) => readFrame(cursor, frames),
    deferred(cursor) {
      const record = cursor.number()
      cursor.number()
      const stackPointer = cursor.number()
      cursor.number()
      const closure = cursor.number()
      cursor.number()
      cursor.number()
      begun?.deferred.push({ stackPointer, pointers: [record, closure] })
    },
    read() {
      finish()
      return { goroutines, frames }
    },
  }
}

type Begun = Omit<DumpedGoroutine, 'endFrame' | 'deferred'> & { readonly deferred: DeferredCall[] }

function readGoroutine(cursor: DumpCursor, firstFrame: number): Begun {
  const address = cursor.number()
  cursor.number()
  cursor.number()
  const createdAt = cursor.number()
  cursor.number()
  const isSystem = cursor.number() === 1
  cursor.number()
  cursor.number()
  const state = cursor.text()
  for (let left = 4; left > 0; left--) cursor.number()
  return { address, state, isSystem, createdAt, firstFrame, deferred: [] }
}

interface FrameColumns extends FrameTable {
  readonly names: string[]
  readonly nameOf: number[]
  readonly stackPointers: number[]
  readonly contentAt: number[]
  readonly bytes: number[]
  readonly fieldsAt: number[]
  readonly entries: Map<number, number>
}

function createFrameColumns(): FrameColumns {
  return {
    ...{ names: [], nameOf: [], stackPointers: [], contentAt: [], bytes: [], fieldsAt: [] },
    entries: new Map(),
  }
}

function readFrame(cursor: DumpCursor, frames: FrameColumns): void {
  frames.stackPointers.push(cursor.number())
  cursor.number()
  cursor.number()
  const { contentAt, bytes } = cursor.memory()
  frames.contentAt.push(contentAt)
  frames.bytes.push(bytes)
  const entry = cursor.number()
  cursor.number()
  cursor.number()
  frames.nameOf.push(nameAt(cursor, entry, frames))
  frames.fieldsAt.push(cursor.fields())
}

/** A name is decoded once for each function. */
function nameAt(cursor: DumpCursor, entry: number, { names, entries }: FrameColumns): number {
  const known = entries.get(entry)
  if (known === undefined) {
    entries.set(entry, names.length)
    return names.push(cursor.text()) - 1
  }
  cursor.skipText()
  return known
}
