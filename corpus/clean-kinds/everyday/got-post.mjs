// A body sent and an answer read, without a retry.
import { once } from 'node:events'
import { createServer } from 'node:http'
import got from 'got'

export const scenario = {
  async setup() {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json')
      request.pipe(response)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  },
  run: (server) =>
    got
      .post(`http://127.0.0.1:${server.address().port}`, { json: { id: 7 }, retry: { limit: 0 } })
      .json(),
  teardown: (server) => server.close(),
}
