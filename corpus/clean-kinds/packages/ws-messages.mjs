import { once } from 'node:events'
import { WebSocket, WebSocketServer } from 'ws'

export const scenario = {
  async setup() {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    server.on('connection', (socket) => socket.on('message', (text) => socket.send(text)))
    await once(server, 'listening')
    const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`)
    await once(client, 'open')
    return { server, client }
  },
  async run({ client }) {
    client.send('hello')
    await once(client, 'message')
  },
  teardown({ server, client }) {
    client.terminate()
    server.close()
  },
}
