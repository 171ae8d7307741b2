// A server and its client, both opened and closed within the test.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'

export const scenario = {
  async run() {
    const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = connect(server.address().port, '127.0.0.1').setEncoding('utf8')
    const [text] = await once(client, 'data')
    await once(client, 'close')
    server.close()
    await once(server, 'close')
    return text
  },
}
