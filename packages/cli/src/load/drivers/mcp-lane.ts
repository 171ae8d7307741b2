import { stepsBeforeLeaving } from '../abandon.ts'
import type { Lane } from '../lane.ts'
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
        const left = stepsBeforeLeaving({ n, share: abandoned, steps: steps.length })
        for (const step of steps.slice(0, left)) await step()
        if (left !== undefined) return 'given up'
        await session.end()
        return 'whole'
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
