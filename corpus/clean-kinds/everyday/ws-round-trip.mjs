// Twenty messages there and back over one connection.
import { once } from 'node:events'
import { WebSocket, WebSocketServer } from 'ws'

export const scenario = {
  async setup() {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    server.on('connection', (socket) => socket.on('message', (text) => socket.send(String(text))))
    await once(server, 'listening')
    const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`)
    await once(client, 'open')
    return { server, client }
  },
  run: ({ client }) =>
    new Promise((resolve) => {
      let answers = 0
      const onMessage = () => {
        if (++answers < 20) return
        client.off('message', onMessage)
        resolve()
      }
      client.on('message', onMessage)
      for (let at = 0; at < 20; at++) client.send(JSON.stringify({ at, text: 'a note' }))
    }),
  teardown({ server, client }) {
    client.terminate()
    server.close()
  },
}
