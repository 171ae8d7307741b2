// An agent of made-up answers per test.
import { fetch, MockAgent } from 'undici'

export const scenario = {
  async run() {
    const agent = new MockAgent()
    agent.disableNetConnect()
    agent
      .get('http://notes.test')
      .intercept({ path: '/7' })
      .reply(200, { id: 7 }, { headers: { 'content-type': 'application/json' } })
    const response = await fetch('http://notes.test/7', { dispatcher: agent })
    const note = await response.json()
    agent.assertNoPendingInterceptors()
    await agent.close()
    return note
  },
}
