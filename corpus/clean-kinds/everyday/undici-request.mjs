// The package's default agent is nobody's: this test brings its own and closes it.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Agent, request } from 'undici'

export const scenario = {
  async setup() {
    const server = createServer((_, response) => response.end('{"id":7}')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return { server, dispatcher: new Agent() }
  },
  async run({ server, dispatcher }) {
    const url = `http://127.0.0.1:${server.address().port}/notes`
    const { body } = await request(url, { dispatcher })
    return body.json()
  },
  async teardown({ server, dispatcher }) {
    await dispatcher.close()
    server.close()
  },
}
