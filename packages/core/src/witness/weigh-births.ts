import type { WeighedPlace } from '../decide/weight.ts'
import { type BirthProfile, ownPlaces, type ProfileNode } from './birth-profile.ts'
import { keyOf } from './births.ts'

/** More places are not told: what they hold is little. */
const MOST_PLACES = 12

/** What is alive of all that was recorded, by the function that made it, the heaviest first. */
export function weighBirths({ head, samples }: BirthProfile): readonly WeighedPlace[] {
  const own = ownPlaces(head)
  const ofNode = new Map<number, number>()
  for (const { nodeId, size } of samples) {
    if (!own.has(nodeId)) ofNode.set(nodeId, (ofNode.get(nodeId) ?? 0) + size)
  }
  const places = new Map<string, number>()
  const visit = (node: ProfileNode): void => {
    const bytes = ofNode.get(node.id)
    if (bytes !== undefined) places.set(keyOf(node), (places.get(keyOf(node)) ?? 0) + bytes)
    node.children.forEach(visit)
  }
  visit(head)
  return [...places]
    .map(([key, bytes]) => ({ key, bytes }))
    .sort((one, other) => other.bytes - one.bytes)
    .slice(0, MOST_PLACES)
}
