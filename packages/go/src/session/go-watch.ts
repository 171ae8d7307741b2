import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProbeName, Sample, TargetSession } from '@plateau/core'
import { doubtOfSleepers, doubtOfTheFalling } from '../explain/doubts.ts'
import { placeKey } from '../explain/grown-goroutines.ts'
import type { GoroutineGroup } from '../profile/goroutines.ts'
import { followInFlight } from './in-flight.ts'
import type { Instance } from './instance.ts'
import { FEWEST, grownSince, isProof, mayEnd, total } from './mortal-goroutines.ts'
import { type Outlasted, outlast, type Watched } from './outlast.ts'
import { profileText } from './profile-text.ts'
import { type ProgramPlan, projectOf } from './program-plan.ts'
import { markedGoroutines, provenLeaks } from './proven-leaks.ts'

/** Follows how old the goroutines of one running program are. */
export interface GoWatch extends Required<Pick<TargetSession, 'outlast' | 'doubt'>> {
  onRun(iterations: number): void
  /** Before a sample; `goroutines` were read at the one before. */
  onSample(goroutines: number | undefined): Promise<void>
  /** A sample that was taken at rest, beside those that were taken under load. */
  besideLoad(sample: Sample): Sample
  /** What stood at rest, where the iterations had more in flight; undefined where all that grew stood. */
  rested(): readonly GoroutineGroup[] | undefined
  /** Whether Go proves leaked as many goroutines as iterations may leave. */
  proof(): Promise<readonly ProbeName[]>
  /** How long goroutines were watched after the last iteration; undefined where they were not. */
  outlivedMs(): number | undefined
}

/**
 * As many as a round of legs leaves at most, and a few more. Once they have ended, the runtime's records of them stay: where
 * those were there before, the heap is as it was.
 */
const MOST_AT_ONCE = 800

export function createWatch(instance: Instance, { build }: ProgramPlan, startMs: number): GoWatch {
  const runs: Run[] = []
  let before: readonly GoroutineGroup[] = []
  let samples = 0
  let outlasted: Outlasted | undefined
  let lifeMs = 0
  let isYoung = false
  let endedAtRest = 0
  const inFlight = followInFlight(FEWEST)

  async function listed(): Promise<readonly GoroutineGroup[]> {
    return (await inFolder((folder) => dumpOf(instance, folder))) ?? []
  }

  /** Where a thousand are left, the records of fewer would be no help, and their stacks take seconds to write. */
  async function areMortal(): Promise<boolean> {
    const now = (await instance.reader.settle()) ?? 0
    if (now - total(before) > MOST_AT_ONCE) return false
    return mayEnd(grownSince(before, await listed()))
  }

  return {
    onRun(iterations) {
      runs.push({ iterations, startedMs: performance.now() })
      endedAtRest = 0
    },
    async onSample(goroutines) {
      samples++
      if (inFlight.isWorthListing((goroutines ?? 0) - total(before)))
        inFlight.note({ runs: runs.length, groups: await listed() })
      if (samples === 1) before = await listed()
      if (samples === 2 && (await areMortal())) await instance.agent?.prime(MOST_AT_ONCE)
    },
    async outlast(pause, signal) {
      const pace = paceOf(runs)
      const watched = {
        count: () => instance.reader.settle(),
        dump: () => inFolder((folder) => markedDump(instance, folder)),
        ...{ before, startMs, knownLifeMs: lifeMs, ...pace },
      }
      outlasted = await outlast(watched, pause, signal)
      const { watchedMs, ended, started, rested } = outlasted
      endedAtRest = inFlight.endedAtRest(
        { runs: runs.length, groups: started },
        rested,
        runs.map((run) => run.iterations),
      )
      isYoung = watchedMs < lifeMs
      if (ended >= FEWEST) lifeMs = Math.max(lifeMs, pace.oldestMs + watchedMs)
    },
    doubt() {
      if (outlasted === undefined) return undefined
      const { asleep, isFalling, watchedMs } = outlasted
      if (asleep !== undefined) return doubtOfSleepers(asleep, watchedMs, projectOf(build))
      return isFalling || isYoung ? doubtOfTheFalling(watchedMs) : undefined
    },
    async proof() {
      const now = (await instance.reader.settle()) ?? 0
      if (now - total(before) < FEWEST) return []
      const proven = await inFolder((folder) => provenLeaks(instance, folder))
      const iterations = runs.reduce((sum, run) => sum + run.iterations, 0)
      return isProof(grownSince(before, proven), iterations) ? ['goroutines'] : []
    },
    besideLoad(sample) {
      const { goroutines } = sample
      return goroutines === undefined ? sample : { ...sample, goroutines: goroutines + endedAtRest }
    },
    rested() {
      if (outlasted === undefined || outlasted.ended < FEWEST) return undefined
      return grownSince(before, outlasted.rested)
    },
    outlivedMs: () => outlasted?.watchedMs,
  }
}

interface Run {
  readonly iterations: number
  readonly startedMs: number
}

function paceOf(runs: readonly Run[]): Pick<Watched, 'oldestMs' | 'iterationMs'> {
  const { iterations = 1 } = runs.at(-1) ?? {}
  const legs = runs.filter((run) => run.iterations === iterations)
  const oldestMs = performance.now() - (legs[0]?.startedMs ?? performance.now())
  return { oldestMs, iterationMs: oldestMs / Math.max(1, legs.length * iterations) }
}

function dumpOf(
  instance: Instance,
  folder: string,
): Promise<readonly GoroutineGroup[] | undefined> {
  return profileText(instance, { folder, name: 'goroutine' })
}

/** Of a kind that Go proves leaked, nearly all must be: one line may wait with a deadline and without. */
const PROVEN_SHARE = 0.75

async function markedDump(
  instance: Instance,
  folder: string,
): Promise<readonly GoroutineGroup[] | undefined> {
  const marked = await markedGoroutines(instance, folder)
  return marked ? asOneKind(marked) : dumpOf(instance, folder)
}

function asOneKind(marked: readonly GoroutineGroup[]): readonly GoroutineGroup[] {
  const kinds = new Map<string, { readonly first: GoroutineGroup; all: number; proven: number }>()
  for (const group of marked) {
    const kind = kinds.get(placeKey(group)) ?? { first: group, all: 0, proven: 0 }
    kinds.set(placeKey(group), kind)
    kind.all += group.count
    if (group.isProvenLeaked) kind.proven += group.count
  }
  return [...kinds.values()].map(({ first, all, proven }) => ({
    ...first,
    count: all,
    isProvenLeaked: proven >= PROVEN_SHARE * all,
  }))
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'plateau-go-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
