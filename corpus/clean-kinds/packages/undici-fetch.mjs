import { createServer } from 'node:http'
import { Agent, fetch } from 'undici'

export const scenario = {
  setup: () =>
    new Promise((resolve) => {
      const server = createServer((_, response) => response.end('{"ok":true}'))
      server.listen(0, '127.0.0.1', () => {
        const url = `http://127.0.0.1:${server.address().port}/`
        resolve({ server, url, dispatcher: new Agent({ keepAliveTimeout: 1000 }) })
      })
    }),
  async run({ url, dispatcher }) {
    const response = await fetch(url, { dispatcher })
    return response.json()
  },
  async teardown({ server, dispatcher }) {
    await dispatcher.close()
    server.close()
  },
}
