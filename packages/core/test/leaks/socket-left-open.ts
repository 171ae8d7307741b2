import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly server: Server
  readonly sockets: Socket[]
}

/** A socket is opened per call and left open; the repaired twin closes both of its ends. */
export const leaky: Scenario = {
  name: 'socket left open',
  setup: open,
  async run({ server, sockets }: Context) {
    sockets.push(...(await openBothEnds(server)))
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'socket closed',
  setup: open,
  async run({ server }: Context) {
    await closeAll(await openBothEnds(server))
  },
  teardown: close,
}

async function open(): Promise<Context> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, sockets: [] }
}

async function openBothEnds(server: Server): Promise<Socket[]> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [[peer]] = await Promise.all([once(server, 'connection'), once(client, 'connect')])
  return [client, peer]
}

async function closeAll(sockets: Socket[]): Promise<void> {
  await Promise.all(sockets.map((socket) => once(socket.destroy(), 'close')))
}

async function close({ server, sockets }: Context): Promise<void> {
  await closeAll(sockets)
  await once(server.close(), 'close')
}
