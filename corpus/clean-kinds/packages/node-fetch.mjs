import { createServer } from 'node:http'
import fetch from 'node-fetch'

export const scenario = {
  setup: () =>
    new Promise((resolve) => {
      const server = createServer((_, response) => response.end('hello'))
      server.listen(0, '127.0.0.1', () => resolve(server))
    }),
  async run(server) {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/`)
    return response.text()
  },
  teardown: (server) => server.close(),
}
