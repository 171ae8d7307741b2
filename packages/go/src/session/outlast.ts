import type { GoroutineGroup } from '../profile/goroutines.ts'
import { wakingOf } from '../profile/waking.ts'
import { pause } from '../read/pause.ts'
import { asleepFor, FEWEST, grownSince, LEAST_SHARE, neededMs, total } from './mortal-goroutines.ts'

/** Goroutines that are watched after the last iteration. */
export interface Watched {
  readonly count: () => Promise<number | undefined>
  /** Undefined where the program tells no stacks. */
  readonly dump: () => Promise<readonly GoroutineGroup[] | undefined>
  /** Those from before the judged iterations. */
  readonly before: readonly GoroutineGroup[]
  readonly oldestMs: number
  readonly iterationMs: number
  /** What the start of the program took: long on a busy machine. */
  readonly startMs: number
  /** How old those were that have been seen to end before; 0 where none was. */
  readonly knownLifeMs: number
}

export interface Outlasted {
  readonly watchedMs: number
  /** How many ended meanwhile. */
  readonly ended: number
  /** Whether there were fewer and fewer of them to the end. */
  readonly isFalling: boolean
  /** Those in a sleep that is longer than they were watched. */
  readonly asleep: GoroutineGroup | undefined
  /** All, as they stood when the watch began, and when it ended. */
  readonly started: readonly GoroutineGroup[]
  readonly rested: readonly GoroutineGroup[]
}

/** Waits, with no load, until what grew has ended, or has outlived what could end it: its sleep, a falling number, an age. */
export async function outlast(
  watched: Watched,
  { leastMs, leftMs }: { readonly leastMs: number; readonly leftMs: number },
  signal: AbortSignal,
): Promise<Outlasted> {
  const startedMs = performance.now()
  const elapsedMs = (): number => performance.now() - startedMs
  const mostMs = Math.max(leastMs, ENDING_SHARE * leftMs)
  const listed = async (): Promise<readonly GoroutineGroup[]> => (await watched.dump()) ?? []
  const budget = {
    oldestMs: watched.oldestMs,
    sleepMs: mostMs,
    ageMs: Math.max(leastMs, Math.min(WATCHING_SHARE * leftMs, leftMs - explainingMs(watched))),
  }
  const started = await listed()
  const grown = grownSince(watched.before, started)
  // What nothing can wake stays, however long it is watched.
  const needsNoWatch = total(grown) >= FEWEST && areForEver(grown)
  const enoughMs = needsNoWatch ? Math.min(leastMs, ENDING_MS) : leastMs
  const wantedMs = Math.max(
    enoughMs,
    Math.min(mostMs, watched.knownLifeMs),
    neededMs(grown, budget),
  )
  const quietMs = Math.max(QUIET_MS, QUIET_ITERATIONS * watched.iterationMs)
  const first = (await watched.count()) ?? 0
  const others = first - total(grown)
  let lowest = first
  let fellAtMs = Number.NEGATIVE_INFINITY
  const isFalling = (): boolean => elapsedMs() - fellAtMs < quietMs
  const isOpen = (): boolean =>
    elapsedMs() < enoughMs || (lowest > others + FALL && (elapsedMs() < wantedMs || isFalling()))
  while (elapsedMs() < mostMs && isOpen() && !signal.aborted) {
    await pause(POLL_MS)
    const now = (await watched.count()) ?? 0
    if (now > lowest - FALL && now > others) continue
    lowest = now
    fellAtMs = elapsedMs()
  }
  const watchedMs = elapsedMs()
  const rested = grown.every(isForEver) ? started : await listed()
  return {
    watchedMs,
    ended: first - lowest,
    isFalling: lowest > others + FALL && isFalling(),
    asleep: asleepFor(grownSince(watched.before, rested), watchedMs),
    started,
    rested,
  }
}

/** A few of another kind come and go beside them. */
function areForEver(grown: readonly GoroutineGroup[]): boolean {
  return total(grown.filter(isForEver)) >= (1 - LEAST_SHARE) * total(grown)
}

/** Their stacks need not be read again: a program with thousands of goroutines takes seconds to write them. */
function isForEver(group: GoroutineGroup): boolean {
  return wakingOf(group).by === 'nothing'
}

const POLL_MS = 200

/** What ends at once, ends by then. */
const ENDING_MS = 400

/** Goroutines that are gone at once: one or two are the runtime's. */
const FALL = 3

/** A number that has not fallen for so long, and for so many iterations, falls no more. */
const QUIET_MS = 1000
const QUIET_ITERATIONS = 5

/** The parts of the time left that may be waited: growth that is ending needs no explanation. */
const ENDING_SHARE = 0.8
const WATCHING_SHARE = 0.6

/** Explaining starts the program once more, runs a part of the iterations with every allocation noted, and reads its heap. */
const READING_MS = 1500
const STARTS = 3
const LEGS_AGAIN = 1.5

function explainingMs({ oldestMs, startMs }: Watched): number {
  return READING_MS + STARTS * startMs + LEGS_AGAIN * oldestMs
}
