import { stackKey } from '../explain/stack-key.ts'
import type { Frame } from '../frame.ts'
import type { Profile } from '../profile/decode-profile.ts'

/** What one stack had in use at two times. */
export interface StackPair {
  readonly stack: readonly Frame[]
  readonly base: InUse
  readonly final: InUse
}

interface InUse {
  readonly objects: number
  readonly bytes: number
}

const NOTHING: InUse = { objects: 0, bytes: 0 }

/** Every stack of either heap profile. */
export function stackPairs(base: Profile, final: Profile): readonly StackPair[] {
  const before = inUseByStack(base)
  const after = inUseByStack(final)
  return [...new Map([...before, ...after])].map(([key, { stack }]) => ({
    stack,
    base: before.get(key)?.inUse ?? NOTHING,
    final: after.get(key)?.inUse ?? NOTHING,
  }))
}

function inUseByStack({
  sampleTypes,
  samples,
}: Profile): ReadonlyMap<string, { readonly stack: readonly Frame[]; readonly inUse: InUse }> {
  const objectsColumn = sampleTypes.findIndex(({ type }) => type === 'inuse_objects')
  const bytesColumn = sampleTypes.findIndex(({ type }) => type === 'inuse_space')
  const all = new Map<string, { stack: readonly Frame[]; inUse: InUse }>()
  for (const { stack, values } of samples) {
    const key = stackKey(stack)
    const { objects, bytes } = all.get(key)?.inUse ?? NOTHING
    const inUse = {
      objects: objects + (values[objectsColumn] ?? 0),
      bytes: bytes + (values[bytesColumn] ?? 0),
    }
    all.set(key, { stack, inUse })
  }
  return all
}
