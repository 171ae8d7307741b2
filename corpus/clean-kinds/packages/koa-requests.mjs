import { createServer } from 'node:http'
import Koa from 'koa'

export const scenario = {
  setup: () =>
    new Promise((resolve) => {
      const app = new Koa()
      app.use(async (context, next) => {
        await next()
        context.set('x-time', '1')
      })
      app.use((context) => {
        context.body = { path: context.path }
      })
      const server = createServer(app.callback())
      server.listen(0, '127.0.0.1', () => resolve(server))
    }),
  async run(server) {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/a`)
    return response.json()
  },
  teardown(server) {
    server.closeAllConnections()
    server.close()
  },
}
