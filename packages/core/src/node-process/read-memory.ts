// From Node's own module: fake timers replace the globals.
import { setTimeout } from 'node:timers/promises'
import type { CdpChannel } from './cdp-channel.ts'
import type { NodeProcess } from './node-processes.ts'
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

async function untilHandlesClose(channel: CdpChannel, before: number | undefined): Promise<void> {
  if (before === undefined) return
  for (let waits = 0; waits < MOST_WAITS; waits++) {
    const { handles } = await evaluate<Counted>(channel, COUNT)
    if (handles <= before) return
    await setTimeout(WAIT_MS)
  }
}
