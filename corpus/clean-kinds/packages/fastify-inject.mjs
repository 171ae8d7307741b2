import fastify from 'fastify'

export const scenario = {
  async setup() {
    const app = fastify()
    const response = { 200: { type: 'object', properties: { id: { type: 'number' } } } }
    app.get('/notes/:id', { schema: { response } }, async ({ params }) => ({
      id: Number(params.id),
    }))
    await app.ready()
    return app
  },
  run: (app) => app.inject({ method: 'GET', url: '/notes/7' }),
  teardown: (app) => app.close(),
}
