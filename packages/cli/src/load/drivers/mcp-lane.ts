import type { Lane } from '../lane.ts'
import { converse } from './converse.ts'
import type { LanePlace } from './driver.ts'
import { mcpCall } from './mcp-call.ts'
import { type Asked, type McpSession, openMcpSession } from './mcp-http.ts'

/** Each iteration is a client of its own: it opens a session, asks in it, and ends it, or vanishes without a word. */
export function mcpLane({ url, requests, abandoned }: LanePlace): Lane {
  return {
    async iterate(signal, n) {
      const calls = requests(n)
      const [first = { path: '/' }] = calls
      const session = await openMcpSession({ url, request: first, signal })
      try {
        const steps = [
          () => session.listen(),
          ...calls.flatMap((call) => stepsOf(session, mcpCall(call))),
        ]
        return await converse({ steps, end: () => session.end() }, { n, abandoned })
      } finally {
        session.vanish()
      }
    },
    close() {},
  }
}

/** A client may vanish while it waits. */
function stepsOf(session: McpSession, call: Parameters<McpSession['ask']>[0]) {
  let asked: Asked | undefined
  return [
    async () => {
      asked = session.ask(call)
      await asked.sent
    },
    async () => void (await asked?.answer),
  ]
}
