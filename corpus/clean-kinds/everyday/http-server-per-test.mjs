// The server starts and ends within the test.
import { once } from 'node:events'
import { createServer } from 'node:http'

export const scenario = {
  async run() {
    const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const response = await fetch(`http://127.0.0.1:${server.address().port}`)
    await response.text()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  },
}
