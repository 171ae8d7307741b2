// A request over a real socket, as an end-to-end test makes it.
import fastify from 'fastify'

export const scenario = {
  async setup() {
    const app = fastify({ forceCloseConnections: true })
    app.get('/notes/:id', async ({ params }) => ({ id: Number(params.id), text: 'a note' }))
    return { app, address: await app.listen({ port: 0, host: '127.0.0.1' }) }
  },
  async run({ address }) {
    const response = await fetch(`${address}/notes/7`)
    return response.json()
  },
  teardown: ({ app }) => app.close(),
}
