// A request over a real socket, as an end-to-end test makes it.
import { once } from 'node:events'
import express from 'express'

export const scenario = {
  async setup() {
    const app = express()
    app.use(express.json())
    app.post('/notes', ({ body }, response) => response.status(201).json({ id: 7, ...body }))
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  },
  async run(server) {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'a note' }),
    })
    return response.json()
  },
  teardown(server) {
    server.closeAllConnections()
    server.close()
  },
}
