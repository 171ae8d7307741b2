import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import type { Scenario } from '../../src/scenario.ts'

/** A server listens per call and is left open; the repaired twin closes it. */
export const leaky: Scenario = {
  name: 'server left open',
  setup: (): Server[] => [],
  async run(servers: Server[]) {
    servers.push(await listen())
  },
  teardown: (servers: Server[]) => Promise.all(servers.map(close)),
}

export const repaired: Scenario = {
  name: 'server closed',
  async run() {
    await close(await listen())
  },
}

async function listen(): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function close(server: Server): Promise<void> {
  await once(server.close(), 'close')
}
