import { Hono } from 'hono'

export const scenario = {
  setup: () =>
    new Hono().get('/notes/:id', (context) => context.json({ id: context.req.param('id') })),
  async run(app) {
    const response = await app.request('/notes/7')
    return response.json()
  },
}
