// The server starts and ends within the test.
import { once } from 'node:events'
import Koa from 'koa'

export const scenario = {
  async run() {
    const app = new Koa()
    app.use((context) => {
      context.body = { path: context.path }
    })
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const response = await fetch(`http://127.0.0.1:${server.address().port}/notes`)
    await response.json()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  },
}
