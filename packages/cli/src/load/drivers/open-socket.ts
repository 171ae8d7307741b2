import { TargetError } from '@plateau/core'
import { withoutQuery } from '@plateau/core/drive'
import { type RawData, WebSocket } from 'ws'
import { refused } from '../answers.ts'
import { secretIn } from '../authorization.ts'
import type { FilledRequest } from '../fill-requests.ts'

/** A WebSocket that is open. */
export interface OpenSocket {
  send(message: string): Promise<void>
  /** Resolves once so many more messages have come. */
  hear(count: number): Promise<void>
  /** Says goodbye, and waits for that of the service. */
  close(): Promise<void>
  /** Breaks the connection off without a close frame. */
  vanish(): void
}

interface Opening {
  readonly url: string
  readonly request: FilledRequest
  readonly signal: AbortSignal
}

/** Rejects with `TargetError` where it is not opened; so do the methods where it is closed too early. */
export async function openSocket({ url, request, signal }: Opening): Promise<OpenSocket> {
  const path = request.written ?? request.path
  const socket = start(url, request)
  let heard = 0
  let wanted = 0
  let isOpen = false
  let isClosed = false
  let ended: Error | undefined
  let look = (): void => {}

  function end(error: Error): void {
    ended ??= error
    look()
  }

  /** One waits at a time: what happens is looked at when it does. */
  function until(isThere: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      look = () => {
        if (signal.aborted) reject(signal.reason)
        else if (isThere()) resolve()
        else if (ended !== undefined) reject(ended)
      }
      look()
    })
  }

  function onAbort(): void {
    socket.terminate()
    look()
  }

  socket
    .on('open', () => {
      isOpen = true
      look()
    })
    .on('message', () => {
      heard++
      look()
    })
    .on('unexpected-response', (sent, answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('close', () => {
        sent.destroy()
        const [status, text] = [answer.statusCode ?? 0, Buffer.concat(chunks).toString()]
        end(refused({ path, status, meant: 101, text }, secretIn(request.headers)))
      })
    })
    .on('error', (error: NodeJS.ErrnoException) => {
      const what = isOpen ? 'broke its WebSocket' : 'did not open a WebSocket'
      const why = error.code ?? error.message
      end(new TargetError(`${withoutQuery(path)} ${what} (${why})`, { cause: error }))
    })
    .on('close', (code, reason: RawData) => {
      isClosed = true
      signal.removeEventListener('abort', onAbort)
      end(closedEarly({ path, code, reason: String(reason), heard, wanted }))
    })
  signal.addEventListener('abort', onAbort, { once: true })
  await until(() => isOpen)

  return {
    async send(message) {
      if (ended !== undefined) throw ended
      await new Promise<void>((resolve) => socket.send(message, () => resolve()))
    },
    hear(count) {
      wanted += count
      return until(() => heard >= wanted)
    },
    close() {
      socket.close(1000)
      return until(() => isClosed)
    },
    vanish: () => socket.terminate(),
  }
}

/** A handshake names its subprotocol apart; a type is that of a body, which it has not. */
function start(url: string, { path, headers = {} }: FilledRequest): WebSocket {
  const { 'content-type': _, 'sec-websocket-protocol': protocols, ...others } = headers
  const address = new URL(path, url.replace(/^http/, 'ws'))
  const names = protocols?.split(',').map((name) => name.trim()) ?? []
  return new WebSocket(address, names, { headers: others })
}

interface Closed {
  readonly path: string
  readonly code: number
  readonly reason: string
  readonly heard: number
  readonly wanted: number
}

/** What a service gives as its reason is its own words, and may be secret. */
function closedEarly({ path, code, reason, heard, wanted }: Closed): TargetError {
  return new TargetError(
    `${withoutQuery(path)} closed its WebSocket with ${code} when ${heard} of ${wanted} messages had come`,
    reason === '' ? {} : { output: `It says: ${reason}` },
  )
}
