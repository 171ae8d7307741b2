import { CdpClosed } from './cdp-channel.ts'
import type { NodeProcess } from './node-processes.ts'
import { evaluate } from './remote-value.ts'

/** How many requests the HTTP servers of processes have received since this was asked first. */
export interface ServedRequests {
  /** Of them all; undefined where one of them came or went meanwhile, or cannot count. */
  since(before: readonly Served[]): Promise<number | undefined>
  read(): Promise<readonly Served[]>
}

export interface Served {
  readonly process: NodeProcess
  /** Negative where this Node does not tell of its requests. */
  readonly requests: number
}

export function countServed(running: () => readonly NodeProcess[]): ServedRequests {
  async function read(): Promise<readonly Served[]> {
    const servers = running().filter(({ isThread }) => !isThread)
    return Promise.all(
      servers.map(async (process) => ({ process, requests: await servedBy(process) })),
    )
  }
  return {
    read,
    async since(before) {
      const after = await read()
      const isSame =
        after.length === before.length &&
        after.every(({ process }, at) => process === before[at]?.process)
      const canCount = [...before, ...after].every(({ requests }) => requests >= 0)
      if (!isSame || !canCount) return undefined
      const total = (served: readonly Served[]): number =>
        served.reduce((sum, { requests }) => sum + requests, 0)
      return total(after) - total(before)
    },
  }
}

async function servedBy({ channel }: NodeProcess): Promise<number> {
  try {
    return await evaluate<number>(channel, COUNT, COUNT_MS)
  } catch (error) {
    if (error instanceof CdpClosed) return -1
    throw error
  }
}

const COUNT_MS = 5000

// Sent as text, to run in the target. Node publishes each request there whether or not anybody listens: the one
// number is all that stays of it.
const COUNT = `(() => {
  const key = Symbol.for('@plateau/served@1')
  const channel = process.getBuiltinModule?.('node:diagnostics_channel')
  if (channel === undefined) return -1
  if (globalThis[key] === undefined) {
    const counted = { requests: 0 }
    Object.defineProperty(globalThis, key, { value: counted })
    channel.subscribe('http.server.request.start', () => {
      counted.requests++
    })
  }
  return globalThis[key].requests
})()`
