import type { Profile } from '../profile/decode-profile.ts'
import type { ProjectFiles } from './go-sources.ts'
import { biggestFirst, type GrownStack, type StackSeries, seriesOf } from './grown-stacks.ts'
import { placeOf } from './stack-place.ts'

/**
 * The stacks of project and packages whose live bytes climb for as long as iterations run, whether by objects or in steps
 * of one slice or map. The three profiles are taken after a quarter of the iterations, after half of them and after all,
 * of a program that has noted every allocation from its start: they hold nothing of the runtime's own and stray by nothing.
 */
export function climbingStacks(
  profiles: readonly Profile[],
  iterations: number,
  project: ProjectFiles,
): readonly GrownStack[] {
  const climbing: GrownStack[] = []
  for (const { stack, objects, bytes } of seriesOf(profiles, 'inuse').values()) {
    const rate = rateOf(bytes, iterations)
    if (rate === undefined || placeOf(stack, project) === undefined) continue
    const ofObjects = ratePerIteration([objects[0] ?? 0, objects[2] ?? 0], iterations)
    climbing.push({ stack, perIteration: { objects: ofObjects, bytes: rate } })
  }
  return biggestFirst(climbing)
}

/**
 * What comes as often as the iterations gains twice as much in the half of them as in the quarter before, and a store
 * that doubles exactly that; a slice that grows by a quarter and has just become full gains as much. What has filled
 * up meanwhile gains less.
 */
const LEAST_TIMES_OF_QUARTER = 1

/** Buffers that come once in a while are less. */
const LEAST = { bytes: 4096, bytesPerIteration: 8 } as const

function rateOf(bytes: StackSeries['bytes'], iterations: number): number | undefined {
  const [quarter = 0, half = 0, end = 0] = bytes
  const [early, late] = [half - quarter, end - half]
  if (early <= 0 || late < LEAST_TIMES_OF_QUARTER * early || early + late < LEAST.bytes)
    return undefined
  const rate = ratePerIteration([quarter, end], iterations)
  return rate >= LEAST.bytesPerIteration ? rate : undefined
}

function ratePerIteration(
  [quarter, end]: readonly [quarter: number, end: number],
  iterations: number,
): number {
  return Math.max(0, end - quarter) / (0.75 * iterations)
}
