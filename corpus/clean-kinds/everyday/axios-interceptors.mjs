// An instance with interceptors per test, asking a server of the test's own.
import { once } from 'node:events'
import { createServer } from 'node:http'
import axios from 'axios'

export const scenario = {
  async setup() {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ token: request.headers.authorization }))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  },
  async run(server) {
    const client = axios.create({ baseURL: `http://127.0.0.1:${server.address().port}` })
    client.interceptors.request.use((request) => {
      request.headers.authorization = 'a token'
      return request
    })
    client.interceptors.response.use(({ data }) => data)
    return client.get('/notes', { params: { page: 2 } })
  },
  teardown: (server) => server.close(),
}
