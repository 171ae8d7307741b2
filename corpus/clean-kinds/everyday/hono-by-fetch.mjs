// A request over a real socket, through the adapter for Node.
import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

export const scenario = {
  async setup() {
    const app = new Hono().get('/notes/:id', (context) =>
      context.json({ id: context.req.param('id') }),
    )
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    if (!server.listening) await once(server, 'listening')
    return server
  },
  async run(server) {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/notes/7`)
    return response.json()
  },
  teardown(server) {
    server.closeAllConnections()
    server.close()
  },
}
