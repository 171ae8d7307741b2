// A stream of events read by fetch until its third, then cancelled.
import { once } from 'node:events'
import { createServer } from 'node:http'

export const scenario = {
  async setup() {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/event-stream')
      let event = 0
      const interval = setInterval(() => response.write(`data: ${++event}\n\n`), 1)
      response.once('close', () => clearInterval(interval))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  },
  async run(server) {
    const leave = new AbortController()
    const { body } = await fetch(`http://127.0.0.1:${server.address().port}`, {
      signal: leave.signal,
    })
    let text = ''
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      text += chunk
      if (text.includes('data: 3')) break
    }
    leave.abort()
  },
  teardown(server) {
    server.closeAllConnections()
    server.close()
  },
}
