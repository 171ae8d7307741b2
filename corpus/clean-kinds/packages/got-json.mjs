import { createServer } from 'node:http'
import got from 'got'

export const scenario = {
  setup: () =>
    new Promise((resolve) => {
      const server = createServer((_, response) => response.end('{"ok":true}'))
      server.listen(0, '127.0.0.1', () => resolve(server))
    }),
  run: (server) => got(`http://127.0.0.1:${server.address().port}/`).json(),
  teardown: (server) => server.close(),
}
