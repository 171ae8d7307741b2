import { TargetError } from '@plateau/core'
import type { ProgramStdio } from '@plateau/core/drive'
import { stepsBeforeLeaving } from '../abandon.ts'
import type { Lane } from '../lane.ts'
import type { LanePlace } from './driver.ts'
import { mcpCall } from './mcp-call.ts'
import { openStdioSession, type StdioSession } from './mcp-stdio.ts'

/** A program has one client on its streams: all lanes ask in the same session, each iteration some calls. */
export function stdioLanes(): {
  openLane(place: LanePlace): Lane
  /** Whether it prints what is no message of the protocol. */
  isForeign(): boolean
} {
  const sessions = new WeakMap<ProgramStdio, Promise<StdioSession>>()
  let isForeign = false

  function sessionOver(stdio: ProgramStdio, signal: AbortSignal): Promise<StdioSession> {
    const known = sessions.get(stdio)
    if (known !== undefined) return known
    const onForeignLine = (): void => {
      isForeign = true
    }
    const opened = openStdioSession(stdio, { signal, onForeignLine })
    sessions.set(stdio, opened)
    opened.catch(() => sessions.delete(stdio))
    return opened
  }

  return {
    isForeign: () => isForeign,
    openLane: ({ stdio, requests, abandoned }) => ({
      async iterate(signal, n) {
        if (stdio === undefined) throw new TargetError('its stdin and stdout are not at hand')
        const session = await sessionOver(stdio, signal)
        const calls = requests(n).map(mcpCall)
        const left = stepsBeforeLeaving({ n, share: abandoned, steps: calls.length - 1 })
        for (const call of calls.slice(0, left)) await session.ask(call, signal)
        const inVain = left === undefined ? undefined : calls[left]
        if (inVain === undefined) return 'whole'
        await session.askInVain(inVain)
        return 'given up'
      },
      close() {},
    }),
  }
}
