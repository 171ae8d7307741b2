import { TargetError } from '@plateau/core'
import {
  type HttpConnection,
  openConnection,
  refusedRequest,
  type Service,
  type ServiceRequest,
  withoutQuery,
} from '@plateau/core/drive'
import { secretIn, withoutSecret } from './authorization.ts'

/** One after the other: what sends the iterations of a load on a connection of its own. */
export interface Lane {
  /** Rejects where the iteration failed, and with the signal's reason once that is aborted. */
  iterate(signal: AbortSignal): Promise<void>
  close(): void
}

/** What one iteration is. */
export interface IterationOf {
  readonly request?: string | ServiceRequest | readonly (string | ServiceRequest)[]
  readonly iteration?: (service: Service) => unknown
  /** Sent with every request, unless that says otherwise. */
  readonly headers?: Readonly<Record<string, string>>
}

export function openLane(url: string, { request, iteration, headers }: IterationOf): Lane {
  const connection = openConnection(url, headers)
  const asked = request === undefined ? [] : [request].flat()
  const secret = secretIn(headers)
  return {
    async iterate(signal) {
      const service: Service = {
        url,
        signal,
        send: (one) => send(connection, { asked: one, signal, secret }),
      }
      const work = iteration ? Promise.resolve(iteration(service)) : sendAll(service, asked)
      await untilAborted(work, signal)
    },
    close: () => connection.close(),
  }
}

async function sendAll(
  service: Service,
  asked: readonly (string | ServiceRequest)[],
): Promise<void> {
  for (const one of asked) await service.send(one)
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

interface Sending {
  readonly asked: string | ServiceRequest
  readonly signal: AbortSignal
  /** A service may answer with what it was sent. */
  readonly secret: string | undefined
}

async function send(
  connection: HttpConnection,
  { asked, signal, secret }: Sending,
): Promise<string> {
  const { path, status: meant } =
    typeof asked === 'string' ? { path: asked, status: undefined } : asked
  const { status, body } = await connection.send(asked, signal).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException
    const sentence = `${withoutQuery(path)} was not answered (${code ?? message})`
    throw new TargetError(sentence, { cause: error })
  })
  const answer = body.toString('utf8')
  if (meant === undefined ? status < 400 : status === meant) return answer
  throw refusedRequest({ path, status, meant, body: Buffer.from(withoutSecret(answer, secret)) })
}
