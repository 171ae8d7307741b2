import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TargetSession } from '@plateau/core'
import { doubtOfSleepers, doubtOfTheFalling } from '../explain/doubts.ts'
import type { GoroutineGroup } from '../profile/goroutines.ts'
import type { Instance } from './instance.ts'
import { FEWEST, grownSince, mayEnd } from './mortal-goroutines.ts'
import { type Outlasted, outlast } from './outlast.ts'
import { profileText } from './profile-text.ts'
import { type ProgramPlan, projectOf } from './program-plan.ts'

/** Follows how old the goroutines of one running program are. */
export interface GoWatch extends Required<Pick<TargetSession, 'outlast' | 'doubt'>> {
  onRun(iterations: number): void
  onSample(): Promise<void>
  /** How long goroutines were watched after the last iteration; undefined where they were not. */
  outlivedMs(): number | undefined
}

/**
 * As many as a round of legs leaves at most, and a few more. Once they have ended, the runtime's records of them stay: where
 * those were there before, the heap is as it was.
 */
const MOST_AT_ONCE = 800

export function createWatch(instance: Instance, { build }: ProgramPlan): GoWatch {
  const runs: { readonly iterations: number; readonly startedMs: number }[] = []
  let before: readonly GoroutineGroup[] = []
  let samples = 0
  let outlasted: Outlasted | undefined
  let lifeMs = 0
  let isYoung = false
  return {
    onRun(iterations) {
      runs.push({ iterations, startedMs: performance.now() })
    },
    async onSample() {
      samples++
      if (samples === 1) before = (await dumpOf(instance)) ?? []
      if (samples === 2 && mayEnd(grownSince(before, (await dumpOf(instance)) ?? [])))
        await instance.agent?.prime(MOST_AT_ONCE)
    },
    async outlast(pause, signal) {
      const { iterations = 1 } = runs.at(-1) ?? {}
      const legs = runs.filter((run) => run.iterations === iterations)
      const oldestMs = performance.now() - (legs[0]?.startedMs ?? performance.now())
      const watched = {
        count: () => instance.reader.settle(),
        dump: () => dumpOf(instance),
        before,
        oldestMs,
        iterationMs: oldestMs / Math.max(1, legs.length * iterations),
        knownLifeMs: lifeMs,
      }
      outlasted = await outlast(watched, pause, signal)
      const { watchedMs, ended } = outlasted
      isYoung = watchedMs < lifeMs
      if (ended >= FEWEST) lifeMs = Math.max(lifeMs, oldestMs + watchedMs)
    },
    doubt() {
      if (outlasted === undefined) return undefined
      const { asleep, isFalling, watchedMs } = outlasted
      if (asleep !== undefined) return doubtOfSleepers(asleep, watchedMs, projectOf(build))
      return isFalling || isYoung ? doubtOfTheFalling(watchedMs) : undefined
    },
    outlivedMs: () => outlasted?.watchedMs,
  }
}

async function dumpOf(instance: Instance): Promise<readonly GoroutineGroup[] | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'plateau-go-'))
  try {
    return await profileText(instance, { folder, name: 'goroutine' })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
