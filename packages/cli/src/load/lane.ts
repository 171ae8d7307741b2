import {
  type Answer,
  type HttpConnection,
  openConnection,
  type Service,
  withoutQuery,
} from '@plateau/core/drive'
import { type GivenUp, givenUpIn } from './abandon.ts'
import { notAnswered, refused } from './answers.ts'
import { secretIn } from './authorization.ts'
import type { FilledRequest, RequestsOf } from './fill-requests.ts'
import { hangUp } from './hang-up.ts'
import type { AnswersSeen } from './soak-load.ts'

/** One after the other: what sends the iterations of a load on a connection of its own. */
export interface Lane {
  /** Rejects where the iteration failed, and with the signal's reason once that is aborted. */
  iterate(signal: AbortSignal, n: number): Promise<'whole' | 'given up'>
  close(): void
}

/** What one iteration is: one of the first two. */
export interface IterationOf {
  readonly requests?: RequestsOf
  readonly iteration?: (service: Service) => unknown
  /** Sent with every request, unless that says otherwise. */
  readonly headers?: Readonly<Record<string, string>>
  /** Of the iterations those whose client hangs up in the middle: 0 to 1. */
  readonly abandoned?: number
  /** Where what was answered is counted. */
  readonly answers?: AnswersSeen
}

export function openLane(
  url: string,
  { requests, iteration, headers, abandoned = 0, answers }: IterationOf,
): Lane {
  const connection = openConnection(url, headers)
  return {
    async iterate(signal, n) {
      const service: Service = {
        url,
        signal,
        send: (one) =>
          send(connection, { asked: one, signal, secret: secretOf(one, headers), answers }),
      }
      const asked = requests?.(n) ?? []
      const givenUp = givenUpIn(asked, { n, share: abandoned })
      const work = iteration
        ? Promise.resolve(iteration(service))
        : sendAll(service, givenUp?.before ?? asked)
      await untilAborted(work, signal)
      if (givenUp === undefined) return 'whole'
      await hangUpIn(givenUp, service)
      return 'given up'
    },
    close: () => connection.close(),
  }
}

async function sendAll(service: Service, asked: readonly FilledRequest[]): Promise<void> {
  for (const one of asked) await service.send(one)
}

async function hangUpIn({ request, place }: GivenUp, { url, signal }: Service): Promise<void> {
  await hangUp({ url, request, place, signal }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw notAnswered(request.written ?? request.path, error)
  })
}

/** A user's function may not heed the signal. */
function untilAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', onAbort)
      settle()
    }
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(
      () => end(resolve),
      (error: unknown) => end(() => reject(signal.aborted ? signal.reason : error)),
    )
  })
}

function secretOf(
  asked: string | FilledRequest,
  headers: Readonly<Record<string, string>> | undefined,
): string | undefined {
  return secretIn({ ...headers, ...(typeof asked === 'object' && asked.headers) })
}

interface Sending {
  readonly asked: string | FilledRequest
  readonly signal: AbortSignal
  /** A service may answer with what it was sent. */
  readonly secret: string | undefined
  readonly answers: AnswersSeen | undefined
}

async function send(
  connection: HttpConnection,
  { asked, signal, secret, answers }: Sending,
): Promise<string> {
  const { path: sent, status: meant, written } = typeof asked === 'string' ? { path: asked } : asked
  const path = written ?? sent
  const answer = await connection.send(asked, signal).catch((error: unknown) => {
    throw notAnswered(path, error)
  })
  if (answers) countAnswer(answers, answer)
  const { status, body } = answer
  const text = body.toString('utf8')
  if (meant === undefined ? status < 400 : status === meant) return text
  throw refused({ path, status, meant, text }, secret)
}

/** The query of an address may hold a secret, and its host is the service's own. */
function countAnswer(seen: AnswersSeen, { status, location }: Answer): void {
  seen.all++
  if (status < 300 || status >= 400 || location === undefined) return
  seen.redirected++
  seen.latest = { status, path: withoutQuery(location.replace(/^\w+:\/\/[^/]*/, '') || '/') }
}
