import type { SurvivorPhase, TargetEvidence } from '@plateau/core/browser'
import { collect, latestOrdinal, type Profile, startSampling } from './allocations.ts'
import type { DevTools } from './dev-tools.ts'
import { openStoreCensus } from './store-census.ts'

/** Equal batches of the census. */
const CENSUS_BATCHES = 3

/** What a page's growth is made of: objects that survive, or stores that gain entries without any. */
export async function findPageEvidence(
  devTools: DevTools,
  iterations: number,
  iterate: (iterations: number) => Promise<unknown>,
): Promise<TargetEvidence> {
  const [first, second] = await countSurvivors(devTools, iterations, iterate)
  const batch = Math.max(1, Math.ceil(iterations / 2))
  const census = await openStoreCensus(devTools)
  census.count()
  for (let run = 0; run < CENSUS_BATCHES; run++) {
    await iterate(batch)
    census.count()
  }
  const stores = census.grown(batch)
  return first && second ? { survivors: { first, second }, stores } : { stores }
}

/**
 * Before the first phase the new pace is warmed up; after the second, what is in flight is displaced.
 */
async function countSurvivors(
  devTools: DevTools,
  iterations: number,
  iterate: (iterations: number) => Promise<unknown>,
): Promise<readonly SurvivorPhase[]> {
  await startSampling(devTools, 1)
  try {
    await iterate(iterations)
    const marks = [await latestOrdinal(devTools)]
    for (const phase of [iterations, 2 * iterations]) {
      await iterate(phase)
      marks.push(await latestOrdinal(devTools))
    }
    await iterate(iterations)
    await collect(devTools)
    const { profile } = await devTools.send<{ profile: Profile }>('HeapProfiler.getSamplingProfile')
    return [iterations, 2 * iterations].map((phase, at) => {
      const [from = 0, to = 0] = marks.slice(at)
      const born = profile.samples.filter(({ ordinal }) => ordinal > from && ordinal <= to)
      const bytes = born.reduce((sum, { size }) => sum + size, 0)
      return { iterations: phase, objects: born.length, bytes }
    })
  } finally {
    await devTools.send('HeapProfiler.stopSampling')
  }
}
