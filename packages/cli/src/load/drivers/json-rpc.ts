import { TargetError } from '@plateau/core'

/** A message of JSON-RPC 2.0, as far as an answer is one. */
export interface RpcMessage {
  readonly id?: unknown
  /** Of what is no answer. */
  readonly method?: unknown
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly code?: unknown; readonly message?: unknown }
}

/** Undefined for what is none. */
export function messageIn(text: string): RpcMessage | undefined {
  try {
    const parsed = JSON.parse(text) as (RpcMessage & { readonly jsonrpc?: unknown }) | null
    return parsed?.jsonrpc === '2.0' ? parsed : undefined
  } catch {
    return undefined
  }
}

/** The result of a request. Throws `TargetError` for an error and for a tool that failed; their words stay apart. */
export function resultOf(
  { result, error }: RpcMessage,
  what: string,
): Readonly<Record<string, unknown>> {
  if (result === undefined) {
    const { code, message } = error ?? {}
    throw new TargetError(`${what} answered with the error ${String(code)}`, said(message))
  }
  if (result['isError'] !== true) return result
  const [first] = (result['content'] ?? []) as readonly { readonly text?: unknown }[]
  throw new TargetError(`${what} says that it failed`, said(first?.text))
}

function said(words: unknown): { readonly output?: string } {
  return typeof words === 'string' ? { output: `It says: ${words}` } : {}
}
