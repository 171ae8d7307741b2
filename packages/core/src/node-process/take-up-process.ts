import type { CdpChannel } from './cdp-channel.ts'
import { connectCdp } from './connect-cdp.ts'
import { evaluate } from './remote-value.ts'

/** The conversation with the inspector of a process, which may end whenever it likes. */
export async function takeUpProcess(url: string): Promise<CdpChannel> {
  const channel = await connectCdp(url)
  // A process that ends waits for whoever is attached to it: it shall not wait for us.
  channel.on('NodeRuntime.waitingForDisconnect', () => channel.close())
  await channel.send('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true })
  return channel
}

const HEAP_LIMIT = `process.getBuiltinModule?.('node:v8').getHeapStatistics().heap_size_limit`

/** An engine that can be asked answers within milliseconds, in the midst of a busy loop, too. */
const LIMIT_MS = 3000

/** Bytes of heap at which the engine gives up; undefined for a Node that does not say. */
export async function readHeapLimit(channel: CdpChannel): Promise<number | undefined> {
  const bytes = await evaluate<unknown>(channel, HEAP_LIMIT, LIMIT_MS)
  return typeof bytes === 'number' ? bytes : undefined
}
