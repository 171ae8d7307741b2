import { Agent, createServer, get } from 'node:http'

export const scenario = {
  setup: () =>
    new Promise((resolve) => {
      const server = createServer((_, response) => response.end('hello'))
      const agent = new Agent({ keepAlive: true, maxSockets: 4 })
      server.listen(0, '127.0.0.1', () => resolve({ server, agent, port: server.address().port }))
    }),
  run: ({ agent, port }) =>
    new Promise((resolve, reject) => {
      get({ agent, port, host: '127.0.0.1' }, (response) => {
        response.resume().once('end', resolve)
      }).once('error', reject)
    }),
  teardown({ server, agent }) {
    agent.destroy()
    server.close()
  },
}
