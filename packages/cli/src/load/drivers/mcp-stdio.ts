import { TargetError } from '@plateau/core'
import type { ProgramStdio } from '@plateau/core/drive'
import { messageIn, type RpcMessage, resultOf } from './json-rpc.ts'
import { INITIALIZE, type McpCall } from './mcp-call.ts'

/** The one session with a server whose stdin and stdout are spoken over. */
export interface StdioSession {
  /** Its result. Rejects with the signal's reason once that is aborted. */
  ask(call: McpCall, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>
  /** Asks, and takes it back before it is answered. */
  askInVain(call: McpCall): Promise<void>
}

/** Resolves once the server has said what it speaks. */
export async function openStdioSession(
  stdio: ProgramStdio,
  { signal, onForeignLine }: { readonly signal: AbortSignal; readonly onForeignLine: () => void },
): Promise<StdioSession> {
  const waiting = new Map<unknown, (message: RpcMessage) => void>()
  let last = 0

  function send(message: object): Promise<void> {
    return stdio
      .write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
      .catch((cause: Error) => {
        throw new TargetError(`it cannot be asked: ${cause.message}`, { cause })
      })
  }

  /** What a server asks for is answered: it would keep what it waits for, and that would not be its leak. */
  function answer({ id, method }: RpcMessage): void {
    if (id === undefined) return
    const said = method === 'ping' ? { result: {} } : { error: NOT_KNOWN }
    send({ id, ...said }).catch(() => {})
  }

  stdio.onLine((line) => {
    const message = messageIn(line)
    if (message === undefined) onForeignLine()
    else if (message.method !== undefined) answer(message)
    else waiting.get(message.id)?.(message)
  })

  async function ask({ method, params, what }: McpCall, until: AbortSignal) {
    const id = ++last
    try {
      const message = await new Promise<RpcMessage>((resolve, reject) => {
        const onAbort = (): void => reject(until.reason)
        if (until.aborted) return onAbort()
        until.addEventListener('abort', onAbort, { once: true })
        waiting.set(id, resolve)
        send({ id, method, params }).catch(reject)
      })
      return resultOf(message, what)
    } finally {
      waiting.delete(id)
    }
  }

  await ask(INITIALIZE, signal)
  await send({ method: 'notifications/initialized' })
  return {
    ask,
    async askInVain({ method, params }) {
      const id = ++last
      await send({ id, method, params })
      await send({ method: 'notifications/cancelled', params: { requestId: id } })
    },
  }
}

/** By the specification of JSON-RPC. */
const NOT_KNOWN = { code: -32601, message: 'Method not found' }
