import { type CollectionPace, createCollectionPace } from '@plateau/core/browser'
import type { DevTools } from './dev-tools.ts'
import { PAGE_PROBES } from './page-probes.ts'
import { turn, wait } from './turn.ts'

export type PageSample = Readonly<
  Record<'heap' | 'external' | 'nodes' | 'listeners' | 'documents' | 'frames', number>
>

/** Rounds of waiting and collecting until two readings agree; a page that never rests is read at its lowest. */
const MOST_ROUNDS = 8

/**
 * Bytes that two readings may differ by and still agree. The answers to the readings arrive in the
 * same heap: idle ones strayed by up to 150 (Chromium 156).
 */
const STRAY_BYTES = 256

/** What closes late, such as an image that still loads, is given so many more rounds of this length. */
const LATE_ROUNDS = 3
const LATE_MS = 50

/** After so many samples in which nothing closed late, nothing will. */
const FUTILE_SAMPLES = 3

export interface PageSampler {
  /** `hurried`: one reading, as it is after a collection. */
  sample(how?: 'hurried'): Promise<PageSample>
  /** What a full collection took, on average. */
  collectionMs(): number
}

/** Takes samples of the page that it runs in; each as low as the page gets when nothing happens. */
export function createPageSampler(devTools: DevTools): PageSampler {
  const pace = createCollectionPace()
  const page = { devTools, pace }
  let previous: PageSample | undefined
  let futile = 0
  return {
    async sample(how) {
      if (how === 'hurried') return collectAndRead(page)
      let settled = await settle(page)
      for (let round = 0; round < LATE_ROUNDS; round++) {
        if (!hasMore(previous, settled) || futile >= FUTILE_SAMPLES) break
        await wait(LATE_MS)
        const later = await settle(page)
        futile = hasMore(later, settled) ? 0 : futile + 1
        if (futile > 0) break
        settled = later
      }
      previous = previous ? withoutStrays(previous, settled) : settled
      return previous
    },
    collectionMs: pace.averageMs,
  }
}

/** The page that is sampled. */
interface SampledPage {
  readonly devTools: DevTools
  readonly pace: CollectionPace
}

/** Bytes that have only strayed are as they were; slow growth adds up until it is more than that. */
function withoutStrays(before: PageSample, now: PageSample): PageSample {
  const kept = BYTES.filter((name) => Math.abs(now[name] - before[name]) <= STRAY_BYTES)
  return { ...now, ...Object.fromEntries(kept.map((name) => [name, before[name]])) }
}

/** The runner's messages come and go between two readings, so the lowest of those that agree counts. */
async function settle(page: SampledPage): Promise<PageSample> {
  let lowest = await readAfterTurn(page)
  for (let round = 1; round < MOST_ROUNDS; round++) {
    const next = await readAfterTurn(page)
    const isEnd = agree(lowest, next)
    lowest = hasSameCounts(lowest, next) ? lower(lowest, next) : next
    if (isEnd) break
  }
  return lowest
}

async function readAfterTurn(page: SampledPage): Promise<PageSample> {
  await turn()
  return collectAndRead(page)
}

/** What need not wait is asked at once: each answer comes through the runner's server. Only a collection is made after its command was taken. */
async function collectAndRead({ devTools, pace }: SampledPage): Promise<PageSample> {
  // What was logged keeps its arguments alive, as long as a console might show them.
  const discarded = devTools.send('Runtime.discardConsoleEntries')
  await pace.during(Promise.all([discarded, devTools.send('HeapProfiler.collectGarbage')]))
  const [{ usedSize, backingStorageSize = 0 }, counters] = await Promise.all([
    devTools.send<HeapUsage>('Runtime.getHeapUsage'),
    devTools.send<DomCounters>('Memory.getDOMCounters'),
  ])
  return {
    heap: usedSize,
    external: backingStorageSize,
    nodes: counters.nodes,
    listeners: counters.jsEventListeners,
    documents: counters.documents,
    frames: countFrames(globalThis as unknown as FrameTree),
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

/** A window, as far as other origins let it be seen. */
interface FrameTree {
  readonly length: number
  readonly [index: number]: FrameTree
}

function countFrames(tree: FrameTree): number {
  let count = 1
  for (let at = 0; at < tree.length; at++) count += countFrames(tree[at] as FrameTree)
  return count
}

function agree(one: PageSample, other: PageSample): boolean {
  return (
    hasSameCounts(one, other) &&
    BYTES.every((name) => Math.abs(one[name] - other[name]) <= STRAY_BYTES)
  )
}

const NAMES = PAGE_PROBES.map(({ name }) => name as keyof PageSample)
const BYTES: readonly (keyof PageSample)[] = ['heap', 'external']
const COUNTS = NAMES.filter((name) => !BYTES.includes(name))

function hasSameCounts(one: PageSample, other: PageSample): boolean {
  return COUNTS.every((name) => one[name] === other[name])
}

function lower(one: PageSample, other: PageSample): PageSample {
  const heap = Math.min(one.heap, other.heap)
  const external = Math.min(one.external, other.external)
  return { ...other, heap, external }
}

/** Whether something is counted more often now than before. */
function hasMore(before: PageSample | undefined, now: PageSample): boolean {
  return before !== undefined && COUNTS.some((name) => now[name] > before[name])
}
