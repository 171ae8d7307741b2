import { createServer } from 'node:http'
import { Pool } from 'undici'

export const scenario = {
  setup: () =>
    new Promise((resolve) => {
      const server = createServer((_, response) => response.end('hello'))
      server.listen(0, '127.0.0.1', () => {
        const pool = new Pool(`http://127.0.0.1:${server.address().port}`, { connections: 10 })
        resolve({ server, pool })
      })
    }),
  async run({ pool }) {
    const { body } = await pool.request({ path: '/', method: 'GET' })
    return body.text()
  },
  async teardown({ server, pool }) {
    await pool.close()
    server.close()
  },
}
