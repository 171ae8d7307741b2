import { once } from 'node:events'
import { connect, createServer } from 'node:net'

export const scenario = {
  async setup() {
    const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  },
  async run(server) {
    const socket = connect(server.address().port, '127.0.0.1')
    socket.end('hello')
    socket.resume()
    await once(socket, 'close')
  },
  teardown: (server) => server.close(),
}
