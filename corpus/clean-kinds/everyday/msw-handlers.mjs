// A request answered by a handler that the test adds for itself.
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'

export const scenario = {
  setup() {
    const server = setupServer(http.get('http://notes.test/:id', () => HttpResponse.json({})))
    server.listen({ onUnhandledRequest: 'error' })
    return server
  },
  async run(server) {
    server.use(http.get('http://notes.test/:id', ({ params }) => HttpResponse.json(params)))
    const response = await fetch('http://notes.test/7')
    server.resetHandlers()
    return response.json()
  },
  teardown: (server) => server.close(),
}
