import { CdpClosed } from './cdp-channel.ts'
import type { NodeProcess } from './node-processes.ts'
import { evaluate } from './remote-value.ts'

/** How many requests the HTTP servers of processes have received since this was asked first. */
export interface ServedRequests {
  /** Of them all; undefined where one of them came or went meanwhile, cannot count, or was spoken to otherwise than by HTTP. */
  since(before: readonly Served[]): Promise<number | undefined>
  read(): Promise<readonly Served[]>
}

export interface Served {
  readonly process: NodeProcess
  readonly counted: Counted
}

interface Counted {
  /** Negative where this Node does not tell of its requests. */
  readonly requests: number
  readonly connections: number
  /** Whether datagrams may reach it, which nobody tells of. */
  readonly takesDatagrams: boolean
}

export function countServed(running: () => readonly NodeProcess[]): ServedRequests {
  async function read(): Promise<readonly Served[]> {
    const servers = running().filter(({ isThread }) => !isThread)
    return Promise.all(
      servers.map(async (process) => ({ process, counted: await countedBy(process) })),
    )
  }
  return {
    read,
    async since(before) {
      const after = await read()
      const isSame =
        after.length === before.length &&
        after.every(({ process }, at) => process === before[at]?.process)
      const canCount = [...before, ...after].every(({ counted }) => counted.requests >= 0)
      if (!isSame || !canCount) return undefined
      const more = (count: 'requests' | 'connections'): number =>
        totalOf(after, count) - totalOf(before, count)
      const requests = more('requests')
      const speaksOther =
        more('connections') > 0 || after.some(({ counted }) => counted.takesDatagrams)
      return requests === 0 && speaksOther ? undefined : requests
    },
  }
}

function totalOf(served: readonly Served[], count: 'requests' | 'connections'): number {
  return served.reduce((sum, { counted }) => sum + counted[count], 0)
}

async function countedBy({ channel }: NodeProcess): Promise<Counted> {
  try {
    return await evaluate<Counted>(channel, COUNT, COUNT_MS)
  } catch (error) {
    if (error instanceof CdpClosed) return { requests: -1, connections: 0, takesDatagrams: false }
    throw error
  }
}

const COUNT_MS = 5000

// Sent as text, to run in the target. Node publishes each request there whether or not anybody listens: the two
// numbers are all that stays of it.
const COUNT = `(() => {
  const key = Symbol.for('@plateau/served@1')
  const channel = process.getBuiltinModule?.('node:diagnostics_channel')
  if (channel === undefined) return { requests: -1, connections: 0, takesDatagrams: false }
  if (globalThis[key] === undefined) {
    const counted = { requests: 0, connections: 0 }
    Object.defineProperty(globalThis, key, { value: counted })
    channel.subscribe('http.server.request.start', () => {
      counted.requests++
    })
    channel.subscribe('net.server.socket', () => {
      counted.connections++
    })
  }
  const takesDatagrams = process.getActiveResourcesInfo?.().includes('UDPWRAP') ?? true
  return { ...globalThis[key], takesDatagrams }
})()`
