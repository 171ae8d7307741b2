import { type CdpChannel, CdpTimeout } from './cdp-channel.ts'

/** How the garbage of one isolate is collected. */
export interface Collector {
  /** Rejects with `CdpTimeout` where it was not collected within so many milliseconds. */
  collect(patienceMs?: number): Promise<void>
  /** Whether it does not turn its event loop, so that it is collected in the midst of whatever it does. */
  isInPlace(): boolean
  /** Nobody waits for the turn of its loop again, where that can be helped. */
  giveUpTurning(): void
}

/** The ordinary collection is a task of the event loop: a blocked loop never comes to it. */
export function collectByTurn(channel: CdpChannel): Collector {
  return {
    isInPlace: () => false,
    giveUpTurning() {},
    async collect(patienceMs) {
      await channel.send('HeapProfiler.collectGarbage', {}, patienceMs)
    },
  }
}

/** A loop that turns collects within milliseconds; a busy machine needs more. It is waited for once only. */
const TURN_MS = 3000

/**
 * A thread may wait in `Atomics.wait` for as long as it has nothing to do, as Piscina's workers do by default,
 * and never turn its loop. What asks for the objects of a class interrupts that wait, and collects all garbage
 * first. Once it was needed, it is the way: nobody waits for the turn of that thread again.
 */
export function collectThread(channel: CdpChannel): Collector {
  const byTurn = collectByTurn(channel)
  let isInPlace = false
  return {
    isInPlace: () => isInPlace,
    giveUpTurning() {
      isInPlace = true
    },
    async collect(patienceMs) {
      if (!isInPlace) {
        try {
          return await byTurn.collect(TURN_MS)
        } catch (error) {
          if (!(error instanceof CdpTimeout)) throw error
        }
      }
      await collectInPlace(channel, patienceMs)
      isInPlace = true
    },
  }
}

/** Whatever is referred to is released with it. */
const GROUP = 'plateau-collection'

/** The class is made here, so it has no objects to be listed. */
const NO_OBJECTS = '(class {}).prototype'

async function collectInPlace(channel: CdpChannel, patienceMs?: number): Promise<void> {
  const objectGroup = GROUP
  try {
    const asked = { expression: NO_OBJECTS, objectGroup }
    const { result } = await channel.send<{ result: { objectId: string } }>(
      'Runtime.evaluate',
      asked,
      patienceMs,
    )
    const query = { prototypeObjectId: result.objectId, objectGroup }
    await channel.send('Runtime.queryObjects', query, patienceMs)
  } finally {
    void channel.send('Runtime.releaseObjectGroup', { objectGroup }).catch(ignore)
  }
}

function ignore(): void {}
