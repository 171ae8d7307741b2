import { once } from 'node:events'
import { Agent, createServer, get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly server: Server
  readonly agent: Agent
}

/** Unread responses never give back their socket; the repaired twin reads each to its end. */
export const leaky: Scenario = {
  name: 'http response never read',
  setup: open,
  async run(context: Context) {
    await request(context)
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'http response read to its end',
  setup: open,
  async run(context: Context) {
    for (const response of await request(context)) await once(response.resume(), 'close')
  },
  teardown: close,
}

async function open(): Promise<Context> {
  const server = createServer({ keepAliveTimeout: 0 }, (_request, response) => response.end('ok'))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { server, agent: new Agent({ keepAlive: true }) }
}

function request({ server, agent }: Context): Promise<IncomingMessage[]> {
  const { port } = server.address() as AddressInfo
  return once(get({ port, host: '127.0.0.1', agent }), 'response')
}

async function close({ server, agent }: Context): Promise<void> {
  agent.destroy()
  server.closeAllConnections()
  await once(server.close(), 'close')
}
