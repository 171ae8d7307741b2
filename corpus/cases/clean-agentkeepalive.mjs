// CLEAN: up to 4 sockets stay open between requests: handles and descriptors rise at first, then stay.
import http from 'node:http'

export const meta = {
  id: 'clean-agentkeepalive',
  package: 'agentkeepalive',
  leaky: null,
  fixed: '4.6.0',
  kind: 'clean: keep-alive sockets',
  metric: 'handles',
  n: 300,
  settleMs: 40,
  source: 'maxSockets: 4, maxFreeSockets: 4',
  bytesPerIteration: 0,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: Agent } = await load()
  const server = http.createServer((_request, response) => response.end('ok'))
  server.keepAliveTimeout = 60_000
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const agent = new Agent({
    maxSockets: 4,
    maxFreeSockets: 4,
    timeout: 60_000,
    freeSocketTimeout: 30_000,
  })
  return { server, agent, port: server.address().port, turn: 0 }
}

function ask({ agent, port }) {
  return new Promise((resolve, reject) => {
    const request = http.get({ agent, port, host: '127.0.0.1', path: '/' }, (response) => {
      response.resume()
      response.once('end', resolve)
    })
    request.once('error', reject)
  })
}

export async function iterate(context) {
  const parallel = 1 + (context.turn++ % 4)
  await Promise.all(Array.from({ length: parallel }, () => ask(context)))
}

export async function teardown({ server, agent }) {
  agent.destroy()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
