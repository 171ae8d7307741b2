import type { DumpedGoroutine, DumpedMemory, FrameTable, HeapDump } from './heap-dump.ts'
import { type Origin, originOf } from './package-of.ts'
import type { SymbolTable } from './symbols.ts'

/** What a frame or deferred call of a goroutine holds. */
export interface GoroutineRoot {
  /** Of the frame itself. */
  readonly origin: Origin
  /** `goroutine [chan send] in main.blocked.func1`. */
  name(): string
  eachPointer(visit: (pointer: number) => void): void
}

/** The roots of goroutines, one by one: there may be half a million. */
export interface GoroutineRoots {
  each(visit: (root: GoroutineRoot) => void): void
  /** A goroutine as a whole: by the innermost frame of the project, if it has one. */
  nameOf(goroutine: DumpedGoroutine): string
}

export function goroutineRoots(dump: HeapDump, symbols: SymbolTable): GoroutineRoots {
  const { frames } = dump
  const origins = frames.names.map(originOf)
  const nameOfFrame = (frame: number) => frames.names[frames.nameOf[frame] as number] as string
  const originOfFrame = (frame: number) => origins[frames.nameOf[frame] as number] as Origin

  /** The compiler wraps what a `go` statement calls: it goes by the function that it calls, if that is no part of it. */
  function unwrapped(frame: number, firstFrame: number): number {
    const isWrapper = /\.(go|defer)wrap\d+$/.test(nameOfFrame(frame))
    const hasCalled = frame > firstFrame && originOfFrame(frame - 1) !== 'runtime'
    return isWrapper && hasCalled ? frame - 1 : frame
  }

  function nameBy(goroutine: DumpedGoroutine, frame: number): string {
    const name = `goroutine [${goroutine.state}] in ${nameOfFrame(frame)}`
    // A function of the standard library does not tell whose goroutine it is.
    const creator = originOfFrame(frame) === 'project' ? undefined : symbols.at(goroutine.createdAt)
    return creator ? `${name}, created by ${creator.name}` : name
  }

  function rootAt(goroutine: DumpedGoroutine, frame: number): Omit<GoroutineRoot, 'eachPointer'> {
    const caller = callerOf(frame, goroutine.endFrame, originOfFrame)
    const owner = unwrapped(caller, goroutine.firstFrame)
    return { origin: originOfFrame(frame), name: () => nameBy(goroutine, owner) }
  }

  return {
    each(visit) {
      for (const goroutine of dump.goroutines) {
        const { firstFrame, endFrame, deferred } = goroutine
        for (let frame = firstFrame; frame < endFrame; frame++) {
          const eachPointer: GoroutineRoot['eachPointer'] = (take) =>
            dump.eachPointer(frameMemory(frames, frame), take)
          visit({ ...rootAt(goroutine, frame), eachPointer })
        }
        for (const { stackPointer, pointers } of deferred) {
          const frame = frameAt(stackPointer, goroutine, frames)
          if (frame === -1) continue
          visit({ ...rootAt(goroutine, frame), eachPointer: (take) => pointers.forEach(take) })
        }
      }
    },
    nameOf(goroutine) {
      const { firstFrame, endFrame } = goroutine
      if (firstFrame === endFrame) return `goroutine [${goroutine.state}]`
      for (let frame = firstFrame; frame < endFrame; frame++) {
        if (originOfFrame(frame) === 'project')
          return nameBy(goroutine, unwrapped(frame, firstFrame))
      }
      return nameBy(goroutine, callerOf(firstFrame, endFrame, originOfFrame))
    },
  }
}

/** A frame of the runtime goes by the function that called it. */
function callerOf(
  frame: number,
  endFrame: number,
  originOfFrame: (frame: number) => Origin,
): number {
  for (let at = frame; at < endFrame; at++) if (originOfFrame(at) !== 'runtime') return at
  return frame
}

function frameMemory(frames: FrameTable, frame: number): DumpedMemory {
  return {
    contentAt: frames.contentAt[frame] as number,
    bytes: frames.bytes[frame] as number,
    fieldsAt: frames.fieldsAt[frame] as number,
  }
}

/** The frame that deferred a call; the outermost where that cannot be told, -1 where there is none. */
function frameAt(
  stackPointer: number,
  { firstFrame, endFrame }: DumpedGoroutine,
  { stackPointers }: FrameTable,
): number {
  for (let frame = firstFrame; frame < endFrame; frame++) {
    if (stackPointers[frame] === stackPointer) return frame
  }
  return endFrame > firstFrame ? endFrame - 1 : -1
}
