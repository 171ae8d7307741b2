import type { ProbeSpec } from '@plateau/core'
import { type CollectionPace, createCollectionPace } from '@plateau/core/attribution'
import { type CdpSession, evaluate, send } from './cdp-session.ts'

/** What a page is judged by. With the engine's compilers off all of them repeat exactly, bytes too. */
export const PAGE_PROBES: readonly ProbeSpec[] = [
  { name: 'heap', unit: 'bytes', noise: 'bounded', floorPerIteration: 0 },
  { name: 'external', unit: 'bytes', noise: 'exact', floorPerIteration: 0 },
  { name: 'nodes', unit: 'count', noise: 'exact', floorPerIteration: 0 },
  { name: 'listeners', unit: 'count', noise: 'exact', floorPerIteration: 0 },
  { name: 'documents', unit: 'count', noise: 'exact', floorPerIteration: 0 },
  { name: 'frames', unit: 'count', noise: 'exact', floorPerIteration: 0 },
]

export interface PageSampler {
  /** `hurried`: one reading, as it is after a collection. */
  sample(how?: 'hurried'): Promise<PageSample>
  /** What a full collection took, on average. */
  collectionMs(): number
}

export type PageSample = Readonly<
  Record<'heap' | 'external' | 'nodes' | 'listeners' | 'documents' | 'frames', number>
>

/** Rounds of waiting and collecting until two readings agree; a page that never rests is read as it is. */
const MOST_ROUNDS = 8

/** What closes late, such as an image that still loads, is given so many more rounds of this length. */
const LATE_ROUNDS = 3
const LATE_MS = 50

/** After so many samples in which nothing closed late, nothing will. */
const FUTILE_SAMPLES = 3

export async function createPageSampler(cdp: CdpSession): Promise<PageSampler> {
  await cdp.send('HeapProfiler.enable')
  const contextId = await pristineWorld(cdp)
  const pace = createCollectionPace()
  let previous: PageSample | undefined
  let futile = 0

  async function settle(): Promise<PageSample> {
    let last: PageSample | undefined
    for (let round = 0; round < MOST_ROUNDS; round++) {
      await evaluate(cdp, A_TURN, { contextId, awaitPromise: true, returnByValue: true })
      const next = await collectAndRead(cdp, pace)
      if (last !== undefined && agree(last, next)) return next
      last = next
    }
    return last as PageSample
  }

  return {
    async sample(how) {
      if (how === 'hurried') return collectAndRead(cdp, pace)
      let settled = await settle()
      for (let round = 0; round < LATE_ROUNDS; round++) {
        if (!hasGrown(previous, settled) || futile >= FUTILE_SAMPLES) break
        await new Promise((resolve) => setTimeout(resolve, LATE_MS))
        const later = await settle()
        futile = agree(later, settled) ? futile + 1 : 0
        if (futile > 0) break
        settled = later
      }
      previous = settled
      return settled
    },
    collectionMs: pace.averageMs,
  }
}

/** In a world of its own the page's fake timers cannot keep a sample waiting. */
async function pristineWorld(cdp: CdpSession): Promise<number> {
  const { frameTree } = await send<{ frameTree: FrameTree }>(cdp, 'Page.getFrameTree')
  const { executionContextId } = await send<{ executionContextId: number }>(
    cdp,
    'Page.createIsolatedWorld',
    { frameId: frameTree.frame.id, worldName: 'plateau' },
  )
  return executionContextId
}

/** A frame is drawn and the page's own callbacks run first; a page in the background draws none. */
const A_TURN =
  'new Promise((done) => { setTimeout(done, 100); requestAnimationFrame(() => setTimeout(done, 0)) })'

async function collectAndRead(cdp: CdpSession, pace: CollectionPace): Promise<PageSample> {
  // What was logged keeps its arguments alive, as long as a console might show them.
  const discarded = cdp.send('Runtime.discardConsoleEntries')
  await pace.during(Promise.all([discarded, cdp.send('HeapProfiler.collectGarbage')]))
  const [{ usedSize, backingStorageSize = 0 }, counters, { frameTree }] = await Promise.all([
    send<HeapUsage>(cdp, 'Runtime.getHeapUsage'),
    send<DomCounters>(cdp, 'Memory.getDOMCounters'),
    send<{ frameTree: FrameTree }>(cdp, 'Page.getFrameTree'),
  ])
  return {
    heap: usedSize,
    external: backingStorageSize,
    nodes: counters.nodes,
    listeners: counters.jsEventListeners,
    documents: counters.documents,
    frames: countFrames(frameTree),
  }
}

interface HeapUsage {
  readonly usedSize: number
  readonly backingStorageSize?: number
}

interface DomCounters {
  readonly documents: number
  readonly nodes: number
  readonly jsEventListeners: number
}

interface FrameTree {
  readonly frame: { readonly id: string }
  readonly childFrames?: readonly FrameTree[]
}

function countFrames({ childFrames = [] }: FrameTree): number {
  return childFrames.reduce((sum, child) => sum + countFrames(child), 1)
}

function agree(one: PageSample, other: PageSample): boolean {
  return PROBE_NAMES.every((name) => one[name] === other[name])
}

const PROBE_NAMES = PAGE_PROBES.map(({ name }) => name as keyof PageSample)

function hasGrown(before: PageSample | undefined, after: PageSample): boolean {
  return before !== undefined && PROBE_NAMES.some((name) => after[name] > before[name])
}
