import type { ProbeSpec, Readable } from '@plateau/core/browser'

/** What a page is judged by. Bytes stray with the runner's own messages; counts repeat exactly. */
export const PAGE_PROBES: readonly ProbeSpec[] = [
  { name: 'heap', unit: 'bytes', noise: 'bounded', floorPerIteration: 0 },
  { name: 'external', unit: 'bytes', noise: 'bounded', floorPerIteration: 0 },
  { name: 'nodes', unit: 'count', noise: 'exact', floorPerIteration: 0 },
  { name: 'listeners', unit: 'count', noise: 'exact', floorPerIteration: 0 },
  { name: 'documents', unit: 'count', noise: 'exact', floorPerIteration: 0 },
  { name: 'frames', unit: 'count', noise: 'exact', floorPerIteration: 0 },
]

/** How messages about options call the page. */
export const READABLE_IN_PAGE: Readable = {
  probes: PAGE_PROBES.map(({ name }) => name),
  where: 'in a page',
  what: 'a scenario',
}
