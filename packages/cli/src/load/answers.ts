import { request as sendRequest } from 'node:http'
import { request as sendSecurely } from 'node:https'
import { TargetError } from '@plateau/core'
import { refusedRequest, withoutQuery } from '@plateau/core/drive'
import { withoutSecret } from './authorization.ts'

/** What sends a request to an address of this scheme. */
export function senderTo(url: string): typeof sendRequest {
  return url.startsWith('https:') ? sendSecurely : sendRequest
}

export async function textOf(answer: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** An answer to another status than was meant; a service may answer with the secret that it was sent. */
export function refused(
  answer: {
    readonly path: string
    readonly status: number
    readonly meant: number | undefined
    readonly text: string
  },
  secret: string | undefined,
): TargetError {
  const { text, ...others } = answer
  return refusedRequest({ ...others, body: Buffer.from(withoutSecret(text, secret)) })
}

/** Nothing came of a request; the system says why. */
export function notAnswered(path: string, error: unknown): TargetError {
  const { code, message } = error as NodeJS.ErrnoException
  return new TargetError(`${withoutQuery(path)} was not answered (${code ?? message})`, {
    cause: error,
  })
}
