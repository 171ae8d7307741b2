import type { Frame } from '../frame.ts'
import type { Profile } from '../profile/decode-profile.ts'
import { equalGrowth, staircaseGrowth } from './leg-growth.ts'
import { stackKey } from './stack-key.ts'

/** One stack whose allocations stay. */
export interface GrownStack {
  /** Innermost first. */
  readonly stack: readonly Frame[]
  readonly perIteration: { readonly objects: number; readonly bytes: number }
}

/**
 * The stacks of which more is in use (or, of `alloc`, was ever made) after every leg, biggest first.
 * The profiles are taken between equal legs; objects must grow alike in all of them, or their bytes
 * without the objects: a buffer or a map that is replaced by a larger one.
 */
export function grownStacks(
  profiles: readonly Profile[],
  iterations: number,
  counted: 'inuse' | 'alloc' = 'inuse',
): readonly GrownStack[] {
  const grown: GrownStack[] = []
  for (const { stack, objects, bytes } of seriesOf(profiles, counted).values()) {
    const perIteration = growthOf({ objects, bytes }, iterations)
    if (perIteration && isSampledEnough(profiles, bytes)) grown.push({ stack, perIteration })
  }
  return biggestFirst(grown)
}

/**
 * The same for what is left by one collection and gone after two (files that only the collector
 * closes, pools): each leg is a profile after two collections, and one after the work and one collection.
 */
export function stacksLeftByOneCollection(
  legs: readonly { readonly before: Profile; readonly after: Profile }[],
  iterations: number,
): readonly GrownStack[] {
  const ofLegs = legs.map(({ before, after }) => [...seriesOf([before, after], 'inuse').entries()])
  const added = new Map<string, StackSeries>()
  for (const [leg, found] of ofLegs.entries()) {
    for (const [key, { stack, objects, bytes }] of found) {
      const known = added.get(key) ?? emptySeries(stack, legs.length + 1)
      added.set(key, known)
      // Summed up, so that what each leg leaves is the gain of that leg.
      for (let at = leg + 1; at <= legs.length; at++) {
        known.objects[at] = (known.objects[at] ?? 0) + (objects[1] ?? 0) - (objects[0] ?? 0)
        known.bytes[at] = (known.bytes[at] ?? 0) + (bytes[1] ?? 0) - (bytes[0] ?? 0)
      }
    }
  }
  const grown: GrownStack[] = []
  for (const { stack, objects, bytes } of added.values()) {
    const rate = equalGrowth(objects, iterations)
    const bytesRate = staircaseGrowth(bytes, iterations)
    if (rate === undefined && bytesRate < POOLED_BYTES) continue
    const objectsRate = rate ?? staircaseGrowth(objects, iterations)
    grown.push({ stack, perIteration: { objects: objectsRate, bytes: bytesRate } })
  }
  return biggestFirst(grown)
}

/** A warm pool leaves its few buffers once in a leg: 5 bytes per iteration of 200 for one of 1 KiB. */
const POOLED_BYTES = 64

export interface StackSeries {
  readonly stack: readonly Frame[]
  /** Per profile. */
  readonly objects: number[]
  readonly bytes: number[]
}

function emptySeries(stack: readonly Frame[], length: number): StackSeries {
  return { stack, objects: new Array(length).fill(0), bytes: new Array(length).fill(0) }
}

export function seriesOf(
  profiles: readonly Profile[],
  counted: 'inuse' | 'alloc',
): ReadonlyMap<string, StackSeries> {
  const all = new Map<string, StackSeries>()
  for (const [at, { sampleTypes, samples }] of profiles.entries()) {
    const objectsColumn = sampleTypes.findIndex(({ type }) => type === `${counted}_objects`)
    const bytesColumn = sampleTypes.findIndex(({ type }) => type === `${counted}_space`)
    for (const { stack, values } of samples) {
      if (stack.some(isMeasuring)) continue
      const key = stackKey(stack)
      const known = all.get(key) ?? emptySeries(stack, profiles.length)
      all.set(key, known)
      known.objects[at] = (known.objects[at] ?? 0) + (values[objectsColumn] ?? 0)
      known.bytes[at] = (known.bytes[at] ?? 0) + (values[bytesColumn] ?? 0)
    }
  }
  return all
}

/** What profiles are written with is in them, too. */
function isMeasuring({ function: name }: Frame): boolean {
  return /^(?:net\/http\/pprof\.|expvar\.|runtime\/pprof\.(?:\(\*Profile\)\.WriteTo|write|\(\*profileBuilder\)))/.test(
    name,
  )
}

/** A larger one in place of a smaller one: both the least gain and the ratio keep noise of a few objects out. */
const STAIRCASE = { bytesPerIteration: 1, leastBytes: 256, sizeRatio: 1.1 } as const

/** Stores that grow by parts of one size, as maps do beyond 1024 entries: more bytes, as the size tells nothing. */
const PARTS = { bytesPerIteration: 8, leastBytes: 4096 } as const

function growthOf(
  { objects, bytes }: { readonly objects: readonly number[]; readonly bytes: readonly number[] },
  iterations: number,
): GrownStack['perIteration'] | undefined {
  const rate = equalGrowth(objects, iterations)
  const bytesRate = staircaseGrowth(bytes, iterations)
  if (rate !== undefined) return { objects: rate, bytes: bytesRate }
  const gained = bytesRate * iterations * (bytes.length - 1)
  const averages = bytes.map((sum, at) => sum / Math.max(1, objects[at] ?? 0))
  const first = averages[0] ?? 0
  const isReplaced =
    first > 0 &&
    (averages.at(-1) ?? 0) >= STAIRCASE.sizeRatio * first &&
    bytesRate >= STAIRCASE.bytesPerIteration &&
    gained >= STAIRCASE.leastBytes
  const hasMoreParts = bytesRate >= PARTS.bytesPerIteration && gained >= PARTS.leastBytes
  if (!isReplaced && !hasMoreParts) return undefined
  return { objects: Math.max(0, staircaseGrowth(objects, iterations)), bytes: bytesRate }
}

/** With fewer samples than that in a leg, chance alone makes a stack grow. */
const LEAST_SAMPLES = 4

/** Where one allocation in so many bytes is recorded, each leg must have gained several records. */
function isSampledEnough(profiles: readonly Profile[], bytes: readonly number[]): boolean {
  const period = profiles[0]?.period ?? 1
  if (period <= 1) return true
  return bytes.slice(1).every((sum, leg) => sum - (bytes[leg] ?? 0) >= LEAST_SAMPLES * period)
}

export function biggestFirst(grown: readonly GrownStack[]): readonly GrownStack[] {
  return grown.toSorted(
    (one, other) =>
      other.perIteration.bytes - one.perIteration.bytes ||
      other.perIteration.objects - one.perIteration.objects,
  )
}
