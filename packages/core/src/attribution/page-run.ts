import type { HeapProfile } from './allocation-profile.ts'
import type { TrackedRun } from './tracked-run.ts'

// No import but of types, for this runs in pages too.

/** What the sessions of a page's DevTools protocol have in common, whoever opened them. */
export interface PageProtocol {
  send(method: string, params?: object): Promise<unknown>
  // biome-ignore lint/suspicious/noExplicitAny: the payload depends on the event
  on(event: string, listener: (payload: any) => void): unknown
  // biome-ignore lint/suspicious/noExplicitAny: as above
  off(event: string, listener: (payload: any) => void): unknown
}

/** How a page is run again. */
export interface PageHalves {
  /** Of each half. */
  readonly iterations: number
  iterate(iterations: number): Promise<unknown>
  /** Before what survives is told. */
  collect(): Promise<unknown>
}

/** Deep enough to leave a framework's own frames behind. */
const STACK_DEPTH = 64

/**
 * Follows every object of a page by its id and every allocation by its stack, and runs twice `iterations`. Ends with V8 still following:
 * a snapshot or `HeapProfiler.disable` must come next.
 */
export async function runPageHalves(
  protocol: PageProtocol,
  { iterations, iterate, collect }: PageHalves,
): Promise<Omit<TrackedRun, 'snapshot'>> {
  const around = Math.ceil(iterations / 4)
  await protocol.send('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false })
  await protocol.send('HeapProfiler.startSampling', {
    samplingInterval: 1,
    stackDepth: STACK_DEPTH,
  })
  // The first iterations of a new pace allocate what later ones use again.
  await iterate(around)
  const baseId = await nextId(protocol)
  await iterate(iterations)
  const firstId = await nextId(protocol)
  await iterate(iterations)
  const secondId = await nextId(protocol)
  // What is in flight now is displaced by a few more iterations, and thus is no survivor.
  await iterate(around)
  await collect()
  const stopped = await protocol.send('HeapProfiler.stopSampling')
  const { profile } = stopped as { readonly profile: HeapProfile }
  const phases = { baseId, firstId, secondId, iterations }
  return { phases, profile, iterations: 2 * (iterations + around) }
}

/** V8 numbers all new objects every 50 ms and reports the last number. */
function nextId(protocol: PageProtocol): Promise<number> {
  return new Promise((resolve) => {
    function onId({ lastSeenObjectId }: { readonly lastSeenObjectId: number }): void {
      protocol.off('HeapProfiler.lastSeenObjectId', onId)
      resolve(lastSeenObjectId)
    }
    protocol.on('HeapProfiler.lastSeenObjectId', onId)
  })
}
