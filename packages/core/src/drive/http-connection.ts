import { Agent, type IncomingMessage, request as sendRequest } from 'node:http'
import { Agent as SecureAgent, request as sendSecurely } from 'node:https'
import { typeOfBody } from './body-type.ts'
import type { ServiceRequest } from './service.ts'

/** An answer with its whole body. */
export interface Answer {
  readonly status: number
  readonly body: Buffer
  /** Where a redirect leads to. */
  readonly location?: string
}

/** One kept-alive connection to a service: more of them would be more noise in its readings. */
export interface HttpConnection {
  readonly url: string
  send(request: string | ServiceRequest, signal?: AbortSignal): Promise<Answer>
  close(): void
}

export function openConnection(
  url: string,
  common: Readonly<Record<string, string>> = {},
): HttpConnection {
  const isSecure = url.startsWith('https:')
  const settings = { keepAlive: true, maxSockets: 1 }
  const agent = isSecure ? new SecureAgent(settings) : new Agent(settings)
  const start = isSecure ? sendSecurely : sendRequest
  return {
    url,
    send(asked, signal) {
      const { path, method, headers, body } = typeof asked === 'string' ? { path: asked } : asked
      return new Promise((resolve, reject) => {
        const sent = start(
          new URL(path, url),
          {
            agent,
            method: method ?? (body === undefined ? 'GET' : 'POST'),
            headers: headersOf({ ...lowered(common), ...lowered(headers) }, body),
            ...(signal && { signal }),
          },
          (answer) => readWhole(answer).then(resolve, reject),
        )
        sent.on('error', reject)
        sent.end(body)
      })
    },
    close: () => agent.destroy(),
  }
}

function lowered(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text]),
  )
}

function headersOf(given: Record<string, string>, body: string | undefined): typeof given {
  if (body === undefined || 'content-type' in given) return given
  return { ...given, 'content-type': typeOfBody(body) }
}

function readWhole(answer: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk))
    answer.on('end', () => {
      const { statusCode: status = 0, headers } = answer
      const { location } = headers
      resolve({ status, body: Buffer.concat(chunks), ...(location !== undefined && { location }) })
    })
    answer.on('error', reject)
    answer.on('aborted', () => reject(new Error('the connection was closed within the answer')))
  })
}
