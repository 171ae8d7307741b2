import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Scenario } from '../../src/scenario.ts'

/** A UDP socket is bound per call and left open; the repaired twin closes it. */
export const leaky: Scenario = {
  name: 'UDP socket left open',
  setup: (): Socket[] => [],
  async run(sockets: Socket[]) {
    sockets.push(await bind())
  },
  teardown: (sockets: Socket[]) => Promise.all(sockets.map(close)),
}

export const repaired: Scenario = {
  name: 'UDP socket closed',
  async run() {
    await close(await bind())
  },
}

async function bind(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return socket
}

async function close(socket: Socket): Promise<void> {
  await once(socket.close(), 'close')
}
