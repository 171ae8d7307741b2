import type { SurvivorPhase, TargetEvidence } from '@plateau/core'
import { type CdpSession, send } from '../page/cdp-session.ts'
import { startStoreCensus } from './store-census.ts'

/** How a page is run again. */
export interface RunAgain {
  iterate(iterations: number): Promise<unknown>
  /** Before what survives is looked at. */
  settle(): Promise<void>
}

/** Equal batches of the census. */
const CENSUS_BATCHES = 3

/** What a page's growth is made of: objects that survive, or stores that gain entries without any. */
export async function findPageEvidence(
  cdp: CdpSession,
  iterations: number,
  again: RunAgain,
): Promise<TargetEvidence> {
  const [first, second] = await countSurvivors(cdp, iterations, again)
  const batch = Math.max(1, Math.ceil(iterations / 2))
  const census = await startStoreCensus(cdp)
  try {
    await census.count()
    for (let run = 0; run < CENSUS_BATCHES; run++) {
      await again.iterate(batch)
      await census.count()
    }
    const stores = await census.grown(batch)
    return first && second ? { survivors: { first, second }, stores } : { stores }
  } finally {
    await census.close()
  }
}

/**
 * Sampling at an interval of one byte records every allocation, in order, and forgets what is
 * collected. Before the first phase the new pace is warmed up; after the second, what is in flight
 * is displaced.
 */
async function countSurvivors(
  cdp: CdpSession,
  iterations: number,
  { iterate, settle }: RunAgain,
): Promise<readonly SurvivorPhase[]> {
  await cdp.send('HeapProfiler.startSampling', { samplingInterval: 1, stackDepth: 1 })
  try {
    await iterate(iterations)
    const marks = [await latestOrdinal(cdp)]
    for (const phase of [iterations, 2 * iterations]) {
      await iterate(phase)
      marks.push(await latestOrdinal(cdp))
    }
    await iterate(iterations)
    await settle()
    await cdp.send('Runtime.discardConsoleEntries')
    await cdp.send('HeapProfiler.collectGarbage')
    await cdp.send('HeapProfiler.collectGarbage')
    const samples = await samplesOf(cdp)
    return [iterations, 2 * iterations].map((phase, at) => {
      const [from = 0, to = 0] = marks.slice(at)
      const born = samples.filter(({ ordinal }) => ordinal > from && ordinal <= to)
      const bytes = born.reduce((sum, { size }) => sum + size, 0)
      return { iterations: phase, objects: born.length, bytes }
    })
  } finally {
    await cdp.send('HeapProfiler.stopSampling')
  }
}

interface AllocationSample {
  readonly size: number
  readonly ordinal: number
}

async function samplesOf(cdp: CdpSession): Promise<readonly AllocationSample[]> {
  const { profile } = await send<{ profile: { samples: readonly AllocationSample[] } }>(
    cdp,
    'HeapProfiler.getSamplingProfile',
  )
  return profile.samples
}

async function latestOrdinal(cdp: CdpSession): Promise<number> {
  return (await samplesOf(cdp)).reduce((latest, { ordinal }) => Math.max(latest, ordinal), 0)
}
