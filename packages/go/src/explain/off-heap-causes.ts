import { type Cause, sumOf } from './cause.ts'
import type { GoEvidence } from './go-evidence.ts'
import { packageOf } from './go-names.ts'
import type { GrownStack } from './grown-stacks.ts'
import { frameKey } from './stack-key.ts'
import { ownFrame, placeOf } from './stack-place.ts'
import { describeFrame } from './words.ts'

/** The mapper keeps a map of what is mapped: its growth names the line, though not the bytes. */
const MAPS = /(?:^syscall|\/unix)\.(?:\(\*mmapper\)\.)?Mmap$|mmap\.(?:Map|MapRegion|Open)$/

/** The Go half of a call of C; what it allocates itself are the arguments, and they are freed. */
const CALLS_C = /\._Cfunc_(\w+)$/

/** Calls of C that give something back are no cause of growth. */
const RELEASES = /free|release|destroy|delete|close|unref|cleanup|fini/i

/** Memory that C or the system gave, where that grew. */
export function offHeapCauses(
  stacks: readonly GrownStack[],
  evidence: GoEvidence,
): readonly Cause[] {
  const { growth, allocated = [], project } = evidence
  const native = growth.find(({ probe }) => probe === 'native' || probe === 'rss')
  if (native === undefined) return []
  const bytes = native.perIteration
  const mapped = stacks.filter(({ stack }) => stack.some((frame) => MAPS.test(frame.function)))
  const [mapper] = mapped
  if (mapper)
    return [
      {
        ...nothingKnown('mapped memory', bytes),
        place: placeOf(mapper.stack, project),
        stacks: mapped,
      },
    ]
  // A heap that grows makes the process grow with it.
  const isExplained = sumOf(stacks).bytes >= EXPLAINED_SHARE * bytes
  if (isExplained && native.probe === 'rss') return []
  return [cgoCause(allocated, evidence, bytes)]
}

/** The heap explains the process where it grows by about half as much: its collector needs room. */
const EXPLAINED_SHARE = 0.4

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

function cgoCause(allocated: readonly GrownStack[], { project }: GoEvidence, bytes: number): Cause {
  const none = nothingKnown('memory outside the Go heap', bytes)
  const calls = allocated.flatMap((grown) => {
    const at = grown.stack.findIndex((frame) => CALLS_C.test(frame.function))
    const own = ownFrame(grown.stack.slice(at + 1), project)
    const name = CALLS_C.exec(grown.stack[at]?.function ?? '')?.[1] ?? ''
    return at === -1 ? [] : [{ grown, name, own, outer: grown.stack.slice(at + 1) }]
  })
  if (calls.length === 0)
    return { ...none, notes: ['no Go stack was found for it: C libraries keep it, or the system'] }
  const packages = new Set(calls.map(({ grown, name }) => cgoPackage(grown, name)))
  const notes = [`C is called by ${[...packages].join(', ')}`]
  const makers = calls.filter(({ name }) => !RELEASES.test(name))
  const lines = new Set(makers.map(({ own }) => own && frameKey(own)))
  const [maker] = makers
  if (maker === undefined || lines.size !== 1) {
    const told = calls.flatMap(({ name, own }) =>
      own ? [`${name} called at ${describeFrame(own, project)}`] : [],
    )
    return { ...none, notes: [...notes, ...new Set(told)].slice(0, MOST_NOTES) }
  }
  return {
    ...none,
    place: placeOf(maker.outer, project),
    stacks: makers.map(({ grown }) => grown),
    notes: [...notes, `allocated by C in ${maker.name}`],
  }
}

const MOST_NOTES = 5

function cgoPackage({ stack }: GrownStack, name: string): string {
  const frame = stack.find((found) => found.function.endsWith(`._Cfunc_${name}`))
  return packageOf(frame?.function ?? '')
}
