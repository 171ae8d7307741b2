// From Node's own module: fake timers replace the globals.
import { setTimeout } from 'node:timers/promises'
import { type CdpChannel, CdpTimeout } from './cdp-channel.ts'
import { KEPT_BYTES } from './kept-bytes.ts'
import type { NodeProcess } from './node-processes.ts'
import { readGently } from './read-gently.ts'
import { evaluate } from './remote-value.ts'

/** What is left in one isolate after a collection. */
export interface NodeMemory {
  readonly heapBytes: number
  readonly externalBytes: number
  readonly handles: number
}

/** So near each other, two readings are of one and the same heap: the protocol itself leaves 56 to 128 bytes. */
const AGREEING_BYTES = 128

/** The second or third reading agrees as a rule; a process that goes on working never does. */
const MOST_COLLECTIONS = 5

/** How often handles that are about to close are waited for. */
const MOST_WAITS = 10
const WAIT_MS = 20

/**
 * Collects and reads until two readings agree. `handlesBefore` is the last number of handles: more than that are
 * given a moment to close. Rejects with `CdpTimeout` where no collection was made in `patienceMs`.
 */
export async function readMemory(
  { channel, collector }: Pick<NodeProcess, 'channel' | 'collector'>,
  {
    patienceMs,
    handlesBefore,
  }: { readonly patienceMs: number; readonly handlesBefore: number | undefined },
): Promise<NodeMemory> {
  // The collection is what a blocked loop holds up; evaluating is not, so it comes second.
  const collectAndRead = async (): Promise<number> => {
    await collector.collect(patienceMs)
    return readHeap(channel)
  }
  let heapBytes = await collectAndRead()
  await untilHandlesClose(channel, handlesBefore)
  for (let times = 1; times < MOST_COLLECTIONS; times++) {
    const next = await collectAndRead()
    const isSame = Math.abs(next - heapBytes) <= AGREEING_BYTES
    heapBytes = Math.min(next, heapBytes)
    if (isSame) break
  }
  return { heapBytes, ...(await evaluate<Counted>(channel, COUNT)) }
}

/** A loop that turns answers within milliseconds; a busy machine needs more. */
const TURN_MS = 3000

/**
 * As `readMemory`, for a program whose speed counts: with one collection that leaves its code alone, and of its heap
 * only what is its own.
 */
export async function readBetweenLegs(
  process: Pick<NodeProcess, 'channel' | 'collector' | 'isThread'>,
  given: { readonly patienceMs: number; readonly handlesBefore: number | undefined },
): Promise<NodeMemory> {
  const { channel, collector, isThread } = process
  if (!collector.isInPlace()) {
    try {
      const patienceMs = isThread ? TURN_MS : given.patienceMs
      await untilHandlesClose(channel, given.handlesBefore, patienceMs)
      const memory = await readGently(channel, patienceMs)
      if (memory !== undefined) return memory
    } catch (error) {
      // A thread may wait for good and be readable all the same.
      if (!isThread || !(error instanceof CdpTimeout)) throw error
      collector.giveUpTurning()
    }
  }
  const memory = await readMemory(process, given)
  const heapBytes = await evaluate<number | undefined>(channel, KEPT_BYTES)
  return heapBytes === undefined ? memory : { ...memory, heapBytes }
}

type Counted = Pick<NodeMemory, 'externalBytes' | 'handles'>

const COUNT =
  '({ externalBytes: process.memoryUsage().external, handles: process.getActiveResourcesInfo().length })'

/** Bytes in use, garbage included. It is answered in the midst of a busy loop, too. */
export async function readHeap(channel: CdpChannel, timeoutMs?: number): Promise<number> {
  const { usedSize } = await channel.send<{ usedSize: number }>(
    'Runtime.getHeapUsage',
    {},
    timeoutMs,
  )
  return usedSize
}

async function untilHandlesClose(
  channel: CdpChannel,
  before: number | undefined,
  patienceMs?: number,
): Promise<void> {
  if (before === undefined) return
  for (let waits = 0; waits < MOST_WAITS; waits++) {
    const { handles } = await evaluate<Counted>(channel, COUNT, patienceMs)
    if (handles <= before) return
    await setTimeout(WAIT_MS)
  }
}
