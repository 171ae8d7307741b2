import type { CdpChannel } from './cdp-channel.ts'

interface Answer {
  readonly result: { readonly value?: unknown; readonly objectId?: string }
  readonly exceptionDetails?: {
    readonly text: string
    readonly exception?: { readonly description?: string }
  }
}

/** What an expression evaluates to in the process, as JSON carries it. Rejects when it throws. */
export async function evaluate<Value>(
  channel: CdpChannel,
  expression: string,
  timeoutMs?: number,
): Promise<Value> {
  return valueOfExpression<Value>(channel, { expression }, timeoutMs)
}

/** What a promise settles with there. It takes turns of the event loop, even for what is no promise. */
export async function evaluateLater<Value>(
  channel: CdpChannel,
  expression: string,
  timeoutMs: number,
): Promise<Value> {
  return valueOfExpression<Value>(channel, { expression, awaitPromise: true }, timeoutMs)
}

async function valueOfExpression<Value>(
  channel: CdpChannel,
  asked: { readonly expression: string; readonly awaitPromise?: true },
  timeoutMs: number | undefined,
): Promise<Value> {
  const parameters = { ...asked, returnByValue: true, silent: true }
  const answer = await channel.send<Answer>('Runtime.evaluate', parameters, timeoutMs)
  return resultOf(answer).value as Value
}

/** A reference to what an expression evaluates to; it keeps that alive until its group is released. */
export async function referTo(
  channel: CdpChannel,
  expression: string,
  objectGroup: string,
): Promise<string> {
  const answer = await channel.send<Answer>('Runtime.evaluate', { expression, objectGroup })
  return resultOf(answer).objectId ?? ''
}

/** Calls a function, given as its source, on the referred object. */
export async function callOn<Value>(
  channel: CdpChannel,
  objectId: string,
  functionDeclaration: string,
): Promise<Value> {
  const parameters = { objectId, functionDeclaration, returnByValue: true, silent: true }
  const answer = await channel.send<Answer>('Runtime.callFunctionOn', parameters)
  return resultOf(answer).value as Value
}

function resultOf({ result, exceptionDetails }: Answer): Answer['result'] {
  if (exceptionDetails === undefined) return result
  throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
}
