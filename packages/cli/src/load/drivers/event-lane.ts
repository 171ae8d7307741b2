import type { IncomingMessage } from 'node:http'
import { TargetError } from '@plateau/core'
import { withoutQuery } from '@plateau/core/drive'
import { stepsBeforeLeaving } from '../abandon.ts'
import { notAnswered, refused, senderTo, textOf } from '../answers.ts'
import { secretIn } from '../authorization.ts'
import type { FilledRequest } from '../fill-requests.ts'
import type { Lane } from '../lane.ts'
import type { LanePlace } from './driver.ts'
import { readEvents } from './event-stream.ts'

/** Each iteration opens a stream of events on a connection of its own, hears so many of them, and leaves. */
export function eventLane({ url, requests, abandoned }: LanePlace, count: number): Lane {
  return {
    async iterate(signal, n) {
      const left = stepsBeforeLeaving({ n, share: abandoned, steps: count - 1 })
      for (const request of requests(n)) {
        await hearEvents({ url, request, signal, count: left ?? count })
      }
      return left === undefined ? 'whole' : 'given up'
    },
    close() {},
  }
}

interface Hearing {
  readonly url: string
  readonly request: FilledRequest
  readonly signal: AbortSignal
  readonly count: number
}

async function hearEvents({ url, request, signal, count }: Hearing): Promise<void> {
  const { path, method, headers, body, written = path } = request
  const sent = senderTo(url)(new URL(path, url), {
    agent: false,
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { accept: 'text/event-stream', ...headers },
    signal,
  })
  try {
    const stream = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.on('response', resolve).on('error', reject)
      sent.end(body)
    })
    await refuseUnlessStream(stream, request)
    await untilHeard(stream, { count, path: written })
  } catch (error) {
    signal.throwIfAborted()
    if ((error as NodeJS.ErrnoException).code === 'PLATEAU_TARGET') throw error
    throw notAnswered(written, error)
  } finally {
    sent.destroy()
  }
}

async function refuseUnlessStream(
  answer: IncomingMessage,
  { path, written = path, headers }: FilledRequest,
): Promise<void> {
  const { statusCode: status = 0, headers: answered } = answer
  const type = answered['content-type'] ?? ''
  if (status === 200 && type.startsWith('text/event-stream')) return
  if (status === 200) {
    throw new TargetError(
      `${withoutQuery(written)} answered ${type || 'without a type'} in place of text/event-stream`,
    )
  }
  const text = await textOf(answer)
  throw refused({ path: written, status, meant: 200, text }, secretIn(headers))
}

function untilHeard(
  stream: IncomingMessage,
  { count, path }: { readonly count: number; readonly path: string },
): Promise<void> {
  if (count === 0) return Promise.resolve()
  let heard = 0
  return new Promise((resolve, reject) => {
    const events = readEvents(() => {
      heard++
      if (heard >= count) resolve()
    })
    stream
      .setEncoding('utf8')
      .on('data', (text: string) => events.feed(text))
      .on('error', reject)
      .on('end', () => {
        // Of a promise that is resolved, nothing.
        reject(
          new TargetError(
            `${withoutQuery(path)} ended its stream after ${heard} of ${count} events`,
          ),
        )
      })
  })
}
