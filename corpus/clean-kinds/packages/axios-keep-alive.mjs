import { Agent, createServer } from 'node:http'
import axios from 'axios'

export const scenario = {
  setup: () =>
    new Promise((resolve) => {
      const server = createServer((_, response) => response.end('{"ok":true}'))
      server.listen(0, '127.0.0.1', () => {
        const httpAgent = new Agent({ keepAlive: true })
        const baseURL = `http://127.0.0.1:${server.address().port}`
        const client = axios.create({ baseURL, httpAgent, adapter: 'http', proxy: false })
        resolve({ server, httpAgent, client })
      })
    }),
  run: ({ client }) => client.get('/'),
  teardown({ server, httpAgent }) {
    httpAgent.destroy()
    server.close()
  },
}
