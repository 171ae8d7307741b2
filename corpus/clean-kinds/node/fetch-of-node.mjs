import { createServer } from 'node:http'

export const scenario = {
  setup: () =>
    new Promise((resolve) => {
      const server = createServer((_, response) => response.end('{"ok":true}'))
      server.listen(0, '127.0.0.1', () =>
        resolve({ server, url: `http://127.0.0.1:${server.address().port}/` }),
      )
    }),
  async run({ url }) {
    const response = await fetch(url)
    return response.json()
  },
  teardown({ server }) {
    server.closeAllConnections()
    server.close()
  },
}
