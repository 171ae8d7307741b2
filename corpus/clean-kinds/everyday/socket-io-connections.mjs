// A client per iteration: connected, answered and gone.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { io } from 'socket.io-client'

export const scenario = {
  async setup() {
    const server = createServer().listen(0, '127.0.0.1')
    const sockets = new Server(server, { transports: ['websocket'] })
    sockets.on('connection', (socket) => socket.on('save', (text, answer) => answer(text.length)))
    await once(server, 'listening')
    return { server, sockets }
  },
  async run({ server, sockets }) {
    const client = io(`http://127.0.0.1:${server.address().port}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    })
    const [serverSide] = await once(sockets, 'connection')
    await client.emitWithAck('save', 'a note')
    const gone = once(serverSide, 'disconnect')
    client.disconnect()
    await gone
  },
  teardown: ({ sockets }) => sockets.close(),
}
