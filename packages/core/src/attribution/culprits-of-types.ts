import type { Culprit } from '../plateau/verdict.ts'
import { fingerprint } from './fingerprint.ts'

/** What a class gained over some iterations. */
export interface TypeGain {
  readonly type: string
  readonly objects: number
  readonly bytes: number
}

/** Iterations that tell what a class gains, where nothing else is told of objects. */
export const TYPE_ITERATIONS = 200

/** A class of which fewer come per iteration is a by-product. */
const SMALLEST_RATE = 0.1
const MOST_CULPRITS = 3

/** The classes of which every iteration leaves objects behind, those with the most bytes first: all that JavaScriptCore says of them. */
export function culpritsOfTypes(
  gains: readonly TypeGain[],
  iterations: number,
): readonly Culprit[] {
  return gains
    .map(({ type, objects, bytes }) => ({
      type,
      path: [],
      perIteration: { objects: objects / iterations, bytes: bytes / iterations },
    }))
    .filter(({ perIteration: { objects, bytes } }) => objects >= SMALLEST_RATE && bytes > 0)
    .sort((one, other) => other.perIteration.bytes - one.perIteration.bytes)
    .slice(0, MOST_CULPRITS)
    .map((told) => ({ ...told, fingerprint: fingerprint(told) }))
}
