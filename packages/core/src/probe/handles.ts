import type { Probe } from './probe.ts'

/** Active handles and requests that keep the event loop alive; unref'd ones show on the heap. */
export const handlesProbe: Probe = {
  name: 'handles',
  unit: 'count',
  read: () => process.getActiveResourcesInfo().length,
}

/** Active handles by type, such as `{ Timeout: 3, TCPServerWrap: 1 }`. */
export function handlesByType(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const type of process.getActiveResourcesInfo()) counts.set(type, (counts.get(type) ?? 0) + 1)
  return counts
}

/** The types of which there are more handles now, the most growing first. */
export function typesGrownSince(before: ReadonlyMap<string, number>): readonly string[] {
  return [...handlesByType()]
    .map(([type, count]) => ({ type, grown: count - (before.get(type) ?? 0) }))
    .filter(({ grown }) => grown > 0)
    .sort((one, other) => other.grown - one.grown)
    .map(({ type }) => type)
}
