// An answer streamed by a server of the test's own.
import { once } from 'node:events'
import { createServer } from 'node:http'
import OpenAI from 'openai'

export const scenario = {
  async setup() {
    const server = createServer((request, response) => {
      request.resume()
      response.setHeader('content-type', 'text/event-stream')
      for (const content of ['a', ' note', '.']) {
        response.write(
          `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`,
        )
      }
      response.end('data: [DONE]\n\n')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const baseURL = `http://127.0.0.1:${server.address().port}/v1`
    return { server, client: new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 }) }
  },
  async run({ client }) {
    const stream = await client.chat.completions.create({
      model: 'a-model',
      stream: true,
      messages: [{ role: 'user', content: 'Write a note.' }],
    })
    let text = ''
    for await (const { choices } of stream) text += choices[0].delta.content
    return text
  },
  teardown({ server }) {
    server.closeAllConnections()
    server.close()
  },
}
