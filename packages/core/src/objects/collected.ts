import { turns } from '../engine/clock.ts'
import { isRetainedError, MisuseError, RetainedError } from '../errors.ts'
import { describeRetained, heldByTestAlone } from '../report/describe-retained.ts'
import { describe } from '../scenario.ts'
import { atCallSite } from '../tracked-check.ts'
import { areGone, awaitCollection } from './await-collection.ts'
import { type WeakThings, weakThing, weakThings } from './weak-things.ts'

/** How an object was found to be gone. */
export interface Collected {
  /** What was waited for, as a whole sentence part. */
  readonly waitedFor: string
}

/**
 * Makes objects and demands that they are unreachable afterwards: at once, or after what is pending has run. `make`
 * returns (or resolves to) one object, or an array of several. Rejects with `RetainedError`, which says what holds the
 * first of them.
 */
export async function collected(make: () => unknown): Promise<Collected> {
  if (typeof make !== 'function') {
    throw new MisuseError(
      `collected(make) takes a function that makes the object, received ${describe(make)}: collected(() => new Session()).`,
    )
  }
  const site = new Error('collected(make) was called here')
  Error.captureStackTrace?.(site, collected)
  // Read at once: until then V8 keeps the frames, and thus what they hold.
  void site.stack
  const holder: { answer?: Promise<Collected> } = {}
  const things = await weakly(make)
  holder.answer = judge(things, holder).catch((error: unknown) => {
    throw atCallSite(error, site)
  })
  return holder.answer
}

/** In a function of its own, so that nothing here holds what was made. */
async function weakly(make: () => unknown): Promise<WeakThings> {
  return weakThings(await make(), 'collected(make)')
}

/**
 * As `collected`, of an object that exists. Whoever calls it must let go of it before the answer is awaited. Throws
 * `MisuseError` at once for what can never be collected.
 */
export function startCollection(thing: unknown): Promise<Collected> {
  const things = [weakThing(thing, 'toBeCollected()')]
  const holder: { answer?: Promise<Collected> } = {}
  holder.answer = judge(things, holder)
  return holder.answer
}

async function judge(
  things: WeakThings,
  holder: { readonly answer?: Promise<Collected> },
): Promise<Collected> {
  const { isGone, waitedFor } = await awaitCollection(() => areGone(things))
  if (isGone) return { waitedFor }
  const alive = things.filter((thing) => thing.deref() !== undefined)
  await refuseHeld(alive, {
    awaited: holder.answer,
    waitedFor,
    expected: 'to be collected, but it is still held',
  })
  return { waitedFor }
}

/** Explains and throws; returns where all have gone in the meantime. */
export async function refuseHeld(
  alive: WeakThings,
  {
    awaited,
    waitedFor,
    expected,
  }: {
    readonly awaited: Promise<unknown> | undefined
    readonly waitedFor: string
    readonly expected: string
  },
): Promise<void> {
  // What was read of a WeakRef is held to the end of its job.
  await turns()
  const { explainHeld } = await import('./explain-held.ts')
  const held = await explainHeld({ refs: alive, awaited })
  const retained = held.filter((one) => one.kind === 'retained')
  const [own] = held.filter((one) => one.kind === 'test-variable')
  if (own && retained.length === 0) throw new MisuseError(heldByTestAlone(own))
  if (retained.length === 0) return
  throw new RetainedError(describeRetained(retained, { waitedFor, expected }), retained)
}

/**
 * A matcher's answer from a demand on objects: settles without a value where the assertion holds. Rejects with the
 * demand's own error, or where `.not` found the demand met.
 */
export async function answerOf(demand: Promise<Collected>, isNot: boolean): Promise<void> {
  let met: Collected
  try {
    met = await demand
  } catch (error) {
    if (isNot && isRetainedError(error)) return
    throw error
  }
  if (isNot) {
    throw new Error(`expected the object to be held, but it was gone after ${met.waitedFor}`)
  }
}
