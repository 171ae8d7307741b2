import { createServer, request } from 'node:http'

export const scenario = {
  setup: () =>
    new Promise((resolve) => {
      const server = createServer((incoming, response) => incoming.pipe(response))
      server.listen(0, '127.0.0.1', () => resolve(server))
    }),
  run: (server) =>
    new Promise((resolve, reject) => {
      const { port } = server.address()
      request({ agent: false, method: 'POST', host: '127.0.0.1', port }, (response) => {
        response.resume().once('close', resolve)
      })
        .once('error', reject)
        .end('a body')
    }),
  teardown: (server) => server.close(),
}
