// From Node's own module: fake timers replace the globals.
import { clearTimeout, setTimeout } from 'node:timers'

/** One conversation in the DevTools protocol: with a process, or through it with one of its threads. */
export interface CdpChannel {
  /** Rejects with `CdpTimeout` when no answer came in time, and with `CdpClosed` when none can come any more. */
  send<Result = unknown>(method: string, params?: object, timeoutMs?: number): Promise<Result>
  /** Returns what ends the listening. */
  on<Params>(event: string, listener: (params: Params) => void): () => void
  /** Settles when the conversation is over, whoever ended it. */
  readonly closed: Promise<void>
  close(): void
}

/** The far end neither answered nor hung up. */
export class CdpTimeout extends Error {}

/** The far end has hung up, as a process does that ends. */
export class CdpClosed extends Error {}

/** Both directions of a channel: what carries its messages calls `receive` and `end`. */
export interface CdpConduit {
  readonly channel: CdpChannel
  receive(message: string): void
  end(): void
}

/** An engine that works answers within milliseconds; a collection of gigabytes takes seconds. */
const ANSWER_MS = 30_000

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

export function createChannel(post: (message: string) => void, hangUp: () => void): CdpConduit {
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, Set<(params: never) => void>>()
  let lastId = 0
  let isClosed = false
  let settleClosed: () => void = () => {}
  const closed = new Promise<void>((resolve) => {
    settleClosed = resolve
  })

  function end(): void {
    if (isClosed) return
    isClosed = true
    for (const { reject } of [...waiting.values()]) reject(new CdpClosed('it has hung up'))
    settleClosed()
  }

  function send<Result>(method: string, params = {}, timeoutMs = ANSWER_MS): Promise<Result> {
    if (isClosed) return Promise.reject(new CdpClosed(`${method}: it has hung up`))
    const id = ++lastId
    return new Promise<Result>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(id)
        reject(new CdpTimeout(`${method} was not answered within ${timeoutMs} ms`))
      }, timeoutMs)
      function settle(act: () => void): void {
        clearTimeout(timer)
        waiting.delete(id)
        act()
      }
      waiting.set(id, {
        resolve: (result) => settle(() => resolve(result as Result)),
        reject: (error) => settle(() => reject(error)),
      })
      post(JSON.stringify({ id, method, params }))
    })
  }

  function receive(text: string): void {
    const { id, method = '', params, result, error } = JSON.parse(text) as Message
    if (id === undefined) {
      for (const listener of listeners.get(method) ?? []) listener(params as never)
      return
    }
    if (error) waiting.get(id)?.reject(new Error(error.message))
    else waiting.get(id)?.resolve(result)
  }

  function on<Params>(event: string, listener: (params: Params) => void): () => void {
    const all = listeners.get(event) ?? new Set()
    listeners.set(event, all.add(listener))
    return () => all.delete(listener)
  }

  function close(): void {
    hangUp()
    end()
  }

  return { channel: { send, on, closed, close }, receive, end }
}
