import { once } from 'node:events'
import { Agent, createServer, get, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly server: Server
  readonly agents: Agent[]
}

/** An agent per call keeps its socket alive; the repaired twin destroys the agent. */
export const leaky: Scenario = {
  name: 'http agent left open',
  setup: open,
  async run({ server, agents }: Context) {
    const agent = new Agent({ keepAlive: true })
    agents.push(agent)
    await request(server, agent)
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'http agent destroyed',
  setup: open,
  async run({ server }: Context) {
    const agent = new Agent({ keepAlive: true })
    const ends = await request(server, agent)
    agent.destroy()
    await Promise.all(ends.map((socket) => socket.closed || once(socket, 'close')))
  },
  teardown: close,
}

async function open(): Promise<Context> {
  const server = createServer({ keepAliveTimeout: 0 }, (_request, response) => response.end('ok'))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { server, agents: [] }
}

async function request(server: Server, agent: Agent): Promise<Socket[]> {
  const connected = once(server, 'connection')
  const { port } = server.address() as AddressInfo
  const sent = get({ port, host: '127.0.0.1', agent }, (response) => response.resume())
  const ends: Socket[][] = await Promise.all([once(sent, 'socket'), connected, once(sent, 'close')])
  return ends.flat()
}

async function close({ server, agents }: Context): Promise<void> {
  for (const agent of agents) agent.destroy()
  server.closeAllConnections()
  await once(server.close(), 'close')
}
