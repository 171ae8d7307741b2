import { type Cause, sumOf } from './cause.ts'
import type { CgoCall } from './cgo-calls.ts'
import type { GoEvidence } from './go-evidence.ts'
import { packageOf } from './go-names.ts'
import type { ProjectFiles } from './go-sources.ts'
import type { GrownStack } from './grown-stacks.ts'
import { placeOf } from './stack-place.ts'
import { describeFrame } from './words.ts'

/** The mapper keeps a map of what is mapped: its growth names the line, though not the bytes. */
const MAPS = /(?:^syscall|\/unix)\.(?:\(\*mmapper\)\.)?Mmap$|mmap\.(?:Map|MapRegion|Open)$/

/** The heap explains the process where it grows by about half as much: its collector needs room. */
const EXPLAINED_SHARE = 0.4

/** Memory that C or the system gave, where that grew. */
export function offHeapCauses(
  stacks: readonly GrownStack[],
  { growth, cgoCalls = [], project }: GoEvidence,
): readonly Cause[] {
  const native = growth.find(({ probe }) => probe === 'native' || probe === 'rss')
  if (native === undefined) return []
  const bytes = native.perIteration
  const mapped = stacks.filter(({ stack }) => stack.some((frame) => MAPS.test(frame.function)))
  const [mapper] = mapped
  if (mapper) {
    const place = placeOf(mapper.stack, project)
    return [{ ...nothingKnown('mapped memory', bytes), place, stacks: mapped }]
  }
  // A heap that grows makes the process grow with it.
  const isExplained = sumOf(stacks).bytes >= EXPLAINED_SHARE * bytes
  return native.probe === 'rss' && isExplained ? [] : [cgoCause(cgoCalls, project, bytes)]
}

function nothingKnown(type: string, bytes: number): Cause {
  return {
    kind: 'off-heap',
    type,
    perIteration: { objects: 0, bytes },
    place: undefined,
    goroutines: [],
    stacks: [],
    notes: [],
  }
}

/** More lines than that tell nothing more. */
const MOST_LINES = 5

function cgoCause(calls: readonly CgoCall[], project: ProjectFiles, bytes: number): Cause {
  const cause = nothingKnown('memory outside the Go heap', bytes)
  const unreleased = calls.filter(({ isReleased }) => !isReleased)
  const certain = unreleased.filter(({ allocates }) => allocates === 'certainly')
  const suspects = unreleased.filter(({ allocates }) => allocates !== 'no')
  const [only, ...others] = suspects.length === 1 ? suspects : certain
  if (only && others.length === 0)
    return {
      ...cause,
      place: placeOf([only.frame], project),
      notes: [`allocated by C.${only.name}, which no Go profile records`],
    }
  if (calls.length === 0)
    return { ...cause, notes: ['no Go profile records it: a C library keeps it, or the system'] }
  const lines = suspects.length > 0 ? suspects : calls
  const packages = new Set(calls.map(({ frame }) => packageOf(frame.function)))
  return {
    ...cause,
    notes: [
      `no Go profile records it; C is called by package ${[...packages].join(', ')}`,
      ...lines
        .slice(0, MOST_LINES)
        .map(({ name, frame }) => `C.${name} is called by ${describeFrame(frame, project)}`),
    ],
  }
}
