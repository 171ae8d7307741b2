import { provideForgetting } from '@plateau/core'

/**
 * Of one line of code and of one check, so many messages are shown: they are those of the warm-up, and a scenario that logs
 * is run thousands of times.
 */
const SHOWN = 3

/** As Jest's consoles keep every message until the test file ends, with the stack that logged it. */
interface Message {
  readonly origin: string
}

/** Messages of the check by the line that logs them. */
const seen = new Map<string, number>()
/** Where in Jest's list those begin that were not looked at yet. */
let next = 0
let leftOut = 0

/** Has Jest forget what is logged again and again while a scenario is repeated: that would be growth of Jest's own. */
export function forgetRepeatedMessages(): void {
  provideForgetting(forget)
}

/** What is logged until it has ended is the check's. */
export function withMessagesOfItsOwn<Result extends object>(check: () => Result): Result {
  seen.clear()
  next = messages()?.length ?? 0
  const result = check()
  if (result instanceof Promise) return result.finally(forget) as unknown as Result
  forget()
  return result
}

/** Says once, after a test, that there was more. */
export function tellLeftOut(): void {
  if (leftOut === 0) return
  const count = leftOut
  leftOut = 0
  console.info(
    `Plateau left out ${count} messages that were logged again and again while it repeated a scenario.`,
  )
}

function forget(): void {
  const all = messages()
  if (all === undefined) return
  let kept = next
  for (let at = next; at < all.length; at++) {
    const message = all[at] as Message
    const [line = ''] = message.origin.split('\n', 1)
    const times = (seen.get(line) ?? 0) + 1
    seen.set(line, times)
    if (times <= SHOWN) all[kept++] = message
  }
  leftOut += all.length - kept
  all.length = kept
  next = kept
}

/** Undefined where the console is none of Jest's. */
function messages(): Message[] | undefined {
  const { _buffer: buffer } = console as { readonly _buffer?: unknown }
  return Array.isArray(buffer) ? buffer : undefined
}
