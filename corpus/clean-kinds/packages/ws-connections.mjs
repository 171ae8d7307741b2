import { once } from 'node:events'
import { WebSocket, WebSocketServer } from 'ws'

export const scenario = {
  async setup() {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(server, 'listening')
    return server
  },
  async run(server) {
    const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`)
    await once(client, 'open')
    client.close()
    await once(client, 'close')
  },
  teardown: (server) => server.close(),
}
