import type { DevTools } from './dev-tools.ts'
import { turn } from './turn.ts'

/** V8's sampling heap profile, as far as the order and the size of its allocations go. */
export interface Profile {
  readonly samples: readonly { readonly size: number; readonly ordinal: number }[]
}

/** Records every allocation from now on, in order, and forgets what is collected. */
export async function startSampling(devTools: DevTools, stackDepth: number): Promise<void> {
  await devTools.send('HeapProfiler.startSampling', { samplingInterval: 1, stackDepth })
}

/** The latest allocation that is still alive: garbage goes first, or all of it would be sent here. */
export async function latestOrdinal(devTools: DevTools): Promise<number> {
  await collect(devTools)
  const { profile } = await devTools.send<{ profile: Profile }>('HeapProfiler.getSamplingProfile')
  return profile.samples.reduce((latest, { ordinal }) => Math.max(latest, ordinal), 0)
}

export async function collect(devTools: DevTools): Promise<void> {
  await turn()
  await devTools.send('Runtime.discardConsoleEntries')
  // What finalizers free is collected only the second time.
  await devTools.send('HeapProfiler.collectGarbage')
  await devTools.send('HeapProfiler.collectGarbage')
}
