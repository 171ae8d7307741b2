import { Agent, type IncomingMessage } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { TargetError } from '@plateau/core'
import { withoutQuery } from '@plateau/core/drive'
import { notAnswered, refused, senderTo, textOf } from '../answers.ts'
import { secretIn } from '../authorization.ts'
import type { FilledRequest } from '../fill-requests.ts'
import { readEvents } from './event-stream.ts'
import { messageIn, type RpcMessage, resultOf } from './json-rpc.ts'
import { INITIALIZE, type McpCall } from './mcp-call.ts'

/** A request that is under way. */
export interface Asked {
  /** Resolves once it has left. */
  readonly sent: Promise<void>
  /** Its result. */
  readonly answer: Promise<Readonly<Record<string, unknown>>>
}

/** A session of one client, on connections of its own. */
export interface McpSession {
  ask(call: McpCall): Asked
  /** Says that it is ready, and opens the stream on which a server speaks by itself, as the official clients do. */
  listen(): Promise<void>
  /** Tells the server that the session is over. */
  end(): Promise<void>
  /** Breaks all of its connections off. */
  vanish(): void
}

interface Opening {
  readonly url: string
  /** Its path and headers are those of the whole session. */
  readonly request: FilledRequest
  readonly signal: AbortSignal
}

/** Opens a session over streamable HTTP. Rejects with `TargetError`, as all of its methods do. */
export async function openMcpSession(opening: Opening): Promise<McpSession> {
  const wire = connect(opening)
  let last = 0

  function ask({ method, params, what }: McpCall): Asked {
    const id = ++last
    const { sent, answer } = wire.send('POST', { id, method, params })
    const result = answer.then(async (response) => {
      if ((response.statusCode ?? 0) >= 400) throw await wire.refused(response)
      const session = response.headers['mcp-session-id']
      if (typeof session === 'string') wire.common['mcp-session-id'] = session
      return resultOf(await wire.read(messageOf(response, id, wire.path)), what)
    })
    result.catch(ignore)
    return { sent, answer: result }
  }

  const session: McpSession = {
    ask,
    async listen() {
      const response = await wire.send('POST', { method: 'notifications/initialized' }).answer
      response.resume()
      if ((response.statusCode ?? 0) >= 400) throw await wire.refused(response)
      // A server may have no such stream, or be silent on it: the official clients do not wait for it either.
      const { answer } = wire.send('GET')
      void answer.then((stream) => stream.on('error', ignore).resume(), ignore)
    },
    async end() {
      if (wire.common['mcp-session-id'] === undefined) return
      const response = await wire.send('DELETE').answer
      response.resume()
      const { statusCode = 0 } = response
      // A server may end its sessions by itself alone.
      if (statusCode >= 400 && statusCode !== NOT_ALLOWED) throw await wire.refused(response)
    },
    vanish: () => wire.close(),
  }
  try {
    const { protocolVersion } = await ask(INITIALIZE).answer
    if (typeof protocolVersion !== 'string') throw noProtocol(wire.path, 'names no version of it')
    wire.common['mcp-protocol-version'] = protocolVersion
    return session
  } catch (error) {
    session.vanish()
    throw error
  }
}

/** The connections of a session. */
interface Wire {
  /** As it is told. */
  readonly path: string
  /** Headers that every further request has. */
  readonly common: Record<string, string>
  send(
    method: 'GET' | 'POST' | 'DELETE',
    message?: object,
  ): { readonly sent: Promise<void>; readonly answer: Promise<IncomingMessage> }
  read<Content>(reading: Promise<Content>): Promise<Content>
  refused(answer: IncomingMessage): Promise<TargetError>
  close(): void
}

function connect({ url, request, signal }: Opening): Wire {
  const isSecure = url.startsWith('https:')
  const agent = isSecure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true })
  const start = senderTo(url)
  const path = withoutQuery(request.written ?? request.path)
  const common: Record<string, string> = { accept: BOTH, 'content-type': 'application/json' }

  function failure(error: unknown): unknown {
    if (signal.aborted) return signal.reason
    return (error as NodeJS.ErrnoException).code === 'PLATEAU_TARGET'
      ? error
      : notAnswered(path, error)
  }

  return {
    path,
    common,
    send(method, message) {
      const headers = { ...request.headers, ...common }
      const sent = start(new URL(request.path, url), { agent, method, headers, signal })
      const answer = new Promise<IncomingMessage>((resolve, reject) => {
        sent.on('response', resolve).on('error', (error) => reject(failure(error)))
      })
      const body = message && JSON.stringify({ jsonrpc: '2.0', ...message })
      const flushed = new Promise<void>((resolve) => {
        sent.end(body, () => resolve())
      })
      const left = Promise.race([flushed, answer.then(ignore)])
      // Where a client has vanished, nobody waits for them.
      for (const unheard of [answer, left]) unheard.catch(ignore)
      return { sent: left, answer }
    },
    read: (reading) => reading.catch((error: unknown) => Promise.reject(failure(error))),
    async refused(answer) {
      const [status, text] = [answer.statusCode ?? 0, await textOf(answer)]
      return refused({ path, status, meant: undefined, text }, secretIn(request.headers))
    },
    close: () => agent.destroy(),
  }
}

function ignore(): void {}

const BOTH = 'application/json, text/event-stream'
const NOT_ALLOWED = 405

/** The answer to a request, which is the body, or comes in a stream of events that may go on. */
function messageOf(answer: IncomingMessage, id: number, path: string): Promise<RpcMessage> {
  const type = answer.headers['content-type'] ?? ''
  return new Promise((resolve, reject) => {
    let text = ''
    function look(data: string): void {
      const message = messageIn(data)
      if (message?.id === id) resolve(message)
    }
    const events = type.startsWith('text/event-stream') ? readEvents(look) : undefined
    answer
      .setEncoding('utf8')
      .on('data', (part: string) => {
        if (events) events.feed(part)
        else text += part
      })
      .on('error', reject)
      .on('end', () => {
        if (!events) look(text)
        // Of a promise that is resolved, nothing.
        reject(noProtocol(path, `answered ${type || 'no type'} without the answer to ${id}`))
      })
  })
}

function noProtocol(path: string, why: string): TargetError {
  return new TargetError(
    `${path} does not speak the Model Context Protocol over streamable HTTP: it ${why}`,
  )
}
