import type { GoroutineGroup } from '../profile/goroutines.ts'
import type { ProjectFiles } from './go-sources.ts'
import { placeOf } from './stack-place.ts'
import { describePosition, seconds } from './words.ts'

/** What a check says of goroutines that it could not watch to the end of their sleep. */
export function doubtOfSleepers(
  { stack, createdBy, sleepsMs = 0 }: GoroutineGroup,
  watchedMs: number,
  project: ProjectFiles,
): string {
  const place = placeOf(createdBy ? [...stack, createdBy] : stack, project)
  const where = place ? ` in ${describePosition(place.site)}` : ''
  const neededS = Math.ceil((2 * sleepsMs) / 1000) + 10
  const orWait =
    neededS > LONGEST_CHECK_S
      ? ''
      : `, or give the check ${neededS} s (the test's timeout, or timeLimitMs)`
  return `Goroutines sleep for ${seconds(sleepsMs)}${where}, and were watched for ${seconds(watchedMs)} after the last iteration: they may end by themselves. Make that time shorter in the test${orWait}.`
}

/** Nobody waits longer for a test. */
const LONGEST_CHECK_S = 120

/** What a check says of goroutines whose number still fell when its time was over. */
export function doubtOfTheFalling(watchedMs: number): string {
  return `Goroutines ended all the while that they were watched, ${seconds(watchedMs)} after the last iteration: they live long, but need not stay. Give the check more time (the test's timeout, or timeLimitMs) to see whether all of them end.`
}

/** Of bytes that rose without objects, and of which a re-run shows no line. */
export function doubtOfBytes(iterations: number): string {
  return `The heap rose without more objects, and no line kept more bytes over ${iterations} iterations when the program was run again with every allocation noted. That may be the Go runtime's own: let the check run longer, by the test's timeout or timeLimitMs, until it levels off or a line shows.`
}
