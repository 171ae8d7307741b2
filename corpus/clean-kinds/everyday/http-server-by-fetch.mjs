// The platform's own server and client.
import { once } from 'node:events'
import { createServer } from 'node:http'

export const scenario = {
  async setup() {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ url: request.url }))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  },
  async run(server) {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/notes`)
    return response.json()
  },
  teardown(server) {
    server.closeAllConnections()
    server.close()
  },
}
