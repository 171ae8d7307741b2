import type { PathStep } from '@plateau/core'
import type { Frame } from '../frame.ts'
import type { Allocation } from './heap-dump.ts'
import { originOf } from './package-of.ts'

/**
 * What the runtime's file that allocates it tells of an object, for dumps name no types. A map's parts are
 * made as slices are, and a goroutine that waits for a channel is recorded by the channel's code.
 */
const KINDS: readonly (readonly [file: RegExp, kind: string])[] = [
  [/(^|\/)(internal\/runtime\/maps\/|runtime\/map\w*\.go$)/, 'map'],
  [/(^|\/)runtime\/proc\.go$/, 'waiting goroutine'],
  [/(^|\/)runtime\/panic\.go$/, 'deferred call'],
  [/(^|\/)runtime\/chan\.go$/, 'channel'],
  [/(^|\/)runtime\/slice\.go$/, 'slice'],
  [/(^|\/)runtime\/string\.go$/, 'string'],
  [/(^|\/)runtime\/time\.go$/, 'timer'],
]

const MAP: PathStep = { name: 'map', type: '' }

/** An object as a step of a path: by its size and the line that allocates it; a map's many parts are one. */
export function objectStep(allocation: Allocation | undefined, bytes: number): PathStep {
  if (allocation === undefined) return { name: `${bytes} B`, type: '' }
  const outer = allocation.stack.findIndex((frame) => !isRuntime(frame))
  const inner = outer === -1 ? allocation.stack : allocation.stack.slice(0, outer)
  const kind = kindOf(inner)
  if (kind === MAP.name) return MAP
  const frame = allocation.stack[outer]
  const place = frame ? ` from ${showFile(frame)}:${frame.line}` : ''
  return { name: `${allocation.bytes} B${place}`, type: kind }
}

/** Whether a step stands for a map. */
export function isMap(step: PathStep | undefined): boolean {
  return step === MAP
}

/** The file counts as well: a dump misnames calls that were inlined. */
function isRuntime(frame: Frame): boolean {
  return (
    originOf(frame.function) === 'runtime' || /(^|\/src\/)(internal\/)?runtime\//.test(frame.file)
  )
}

function kindOf(frames: readonly Frame[]): string {
  const known = KINDS.find(([pattern]) => frames.some(({ file }) => pattern.test(file)))
  return known?.[1] ?? ''
}

/** `main.go` of a program, `cache/store.go` of any other package; without the version of its module. */
function showFile({ function: name, file }: Frame): string {
  const kept = name.startsWith('main.') ? 1 : 2
  return file
    .replaceAll(/@[^/]+/g, '')
    .split('/')
    .slice(-kept)
    .join('/')
}
