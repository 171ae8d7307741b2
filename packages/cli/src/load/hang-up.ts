import { once } from 'node:events'
import type { ClientRequest } from 'node:http'
import { senderTo } from './answers.ts'
import type { FilledRequest } from './fill-requests.ts'

/** Where a client vanishes: in the middle of its body, once it has asked, or when the answer begins. */
export type HangUpPlace = 'body' | 'asked' | 'answer'

interface HangUp {
  readonly url: string
  readonly request: FilledRequest
  readonly place: HangUpPlace
  readonly signal: AbortSignal
}

/**
 * Sends a request on a connection of its own and breaks that off; resolves once it has. Rejects with the
 * system's error where it does not come so far.
 */
export async function hangUp({ url, request, place, signal }: HangUp): Promise<void> {
  const { path, method, headers, body = '' } = request
  const sent = senderTo(url)(new URL(path, url), {
    agent: false,
    method: method ?? (request.body === undefined ? 'GET' : 'POST'),
    headers: {
      ...headers,
      ...(request.body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    },
    signal,
  })
  try {
    await comeTo(sent, { place, body })
  } finally {
    // What breaks from here on is meant to.
    sent.on('error', () => {})
    sent.destroy()
  }
}

async function comeTo(
  sent: ClientRequest,
  { place, body }: { readonly place: HangUpPlace; readonly body: string },
): Promise<void> {
  if (place === 'answer') {
    sent.end(body)
    await once(sent, 'response')
    return
  }
  const part = place === 'body' ? body.slice(0, body.length >> 1) : body
  const failed = once(sent, 'error').then(([error]) => {
    throw error
  })
  const flushed = new Promise<void>((resolve) => {
    if (place === 'body') sent.write(part, () => resolve())
    else sent.end(part, () => resolve())
  })
  await Promise.race([flushed, failed])
}
