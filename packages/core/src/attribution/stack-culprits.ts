import type { Culprit } from '../plateau/verdict.ts'
import { type AllocationStack, frameKey } from './allocation-profile.ts'
import { lineOf } from './culprit-of.ts'
import { fingerprint } from './fingerprint.ts'
import { runnerAllocated } from './runner-frames.ts'
import { placesOf } from './stack-places.ts'
import { userFrame } from './user-frames.ts'

/** A stack that leaves fewer objects than this per iteration, beside others, is a by-product. */
const SMALLEST_SHARE = 0.1
const MOST_CULPRITS = 3

/** Names what survives by the function that allocates it: what holds it is not known. */
export function culpritsOfStacks(
  stacks: readonly AllocationStack[],
  told: Parameters<typeof lineOf>[1] & { readonly iterations: number },
): readonly Culprit[] {
  return stacks.flatMap(({ frames, objects, bytes }): Culprit[] => {
    const frame = userFrame(frames)
    if (frame === undefined) return []
    const { site = lineOf(frame, told), calledFrom } = placesOf({ frames }, told, { frame })
    const type = `objects of ${frame.functionName || 'an anonymous function'}`
    const { iterations } = told
    const madeBy = runnerAllocated(frames)
    return [
      {
        type,
        path: [],
        site,
        ...(calledFrom && { calledFrom }),
        fingerprint: fingerprint({ type, path: [], site }),
        perIteration: { objects: objects / iterations, bytes: bytes / iterations },
        ...(madeBy && { madeBy }),
      },
    ]
  })
}

/** Of what each iteration leaves behind, the functions that make the most of it. */
export function perIterationStacks(
  stacks: readonly AllocationStack[],
  iterations: number,
): readonly AllocationStack[] {
  const users = allPerIteration(stacks, iterations)
  const total = users.reduce((sum, { bytes }) => sum + bytes, 0)
  return users.filter(({ bytes }) => bytes >= SMALLEST_SHARE * total).slice(0, MOST_CULPRITS)
}

/** More are not asked for their lines. */
const MOST_STACKS = 12

/** What each iteration leaves behind, stack by stack. */
export function stacksPerIteration(
  stacks: readonly AllocationStack[],
  iterations: number,
): readonly AllocationStack[] {
  return stacks.filter(({ objects }) => objects >= fewestObjects(iterations))
}

/** By function of the user's: what each iteration leaves behind, those with the most bytes first. */
export function allPerIteration(
  stacks: readonly AllocationStack[],
  iterations: number,
): readonly AllocationStack[] {
  const functions = new Map<string, AllocationStack>()
  for (const stack of stacks) {
    const frame = userFrame(stack.frames)
    if (frame === undefined) continue
    const key = frameKey(frame)
    const { frames, countBySize, objects, bytes } = functions.get(key) ?? {
      ...stack,
      objects: 0,
      bytes: 0,
    }
    functions.set(key, {
      frames,
      countBySize,
      objects: objects + stack.objects,
      bytes: bytes + stack.bytes,
    })
  }
  const users = [...functions.values()].sort((one, other) => other.bytes - one.bytes)
  return stacksPerIteration(users, iterations).slice(0, MOST_STACKS)
}

/** Strays of the event loop are fewer, and rarer: one object in a hundred iterations is the rarest leak looked for. */
const FEWEST_OBJECTS = 6
const SMALLEST_RATE = 0.005

function fewestObjects(iterations: number): number {
  return Math.max(FEWEST_OBJECTS, SMALLEST_RATE * iterations)
}
