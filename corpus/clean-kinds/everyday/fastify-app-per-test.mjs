// An application made, asked without a socket and closed within the test.
import fastify from 'fastify'

export const scenario = {
  async run() {
    const app = fastify()
    app.post('/notes', async ({ body }) => ({ id: 7, ...body }))
    const response = await app.inject({ method: 'POST', url: '/notes', payload: { text: 'a' } })
    await app.close()
    return response.json()
  },
}
