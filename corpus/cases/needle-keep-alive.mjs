// An 'end' listener was bound to the socket on every request and could not be removed: a kept-alive socket collected them.
import http from 'node:http'

export const meta = {
  id: 'needle-keep-alive',
  package: 'needle',
  leaky: '1.0.0',
  fixed: '1.1.0',
  kind: 'socket listeners',
  metric: 'heap',
  n: 300,
  settleMs: 50,
  source:
    'tomas/needle issue #161 "EventEmitter memory leak when sockets are heavily reused" (1.1.0)',
  bytesPerIteration: 5256,
  node: ['22', '24'],
}

class QuietAgent extends http.Agent {
  createConnection(options, callback) {
    const socket = super.createConnection(options, callback)
    socket.setMaxListeners(0)
    return socket
  }
}

export async function setup(load) {
  const { default: needle } = await load()
  const server = http.createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain')
    response.end('pong')
  })
  server.keepAliveTimeout = 60_000
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const agent = new QuietAgent({ keepAlive: true, maxSockets: 1 })
  const url = `http://127.0.0.1:${server.address().port}/ping`
  return { needle, server, agent, url }
}

export async function iterate({ needle, agent, url }) {
  await new Promise((resolve, reject) => {
    needle.get(url, { agent, connection: 'keep-alive' }, (error) =>
      error ? reject(error) : resolve(),
    )
  })
  await new Promise(setImmediate)
}

export async function teardown({ server, agent }) {
  agent.destroy()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
