import { TargetError } from '@plateau/core'
import type { ProgramStdio } from '@plateau/core/drive'

/** What ends the answer to a text that was sent: so many lines, or a line that contains a text. */
export interface AnswerEnd {
  readonly answers: number
  readonly until: string | undefined
}

/** The one conversation with a program that reads lines and prints lines. */
export interface LineSession {
  /** Sends a text and resolves once it is answered. Rejects with the signal's reason once that is aborted. */
  say(text: string, signal: AbortSignal): Promise<void>
  /** Sends a text; whatever it is answered is passed over. */
  sayInVain(text: string): Promise<void>
  /** Resolves to what lets the next one begin, once it is this one's turn: answers have no name but their order. */
  turn(signal: AbortSignal): Promise<() => void>
}

interface Due {
  lines: number
  readonly answered: () => void
}

/** Answers belong to what was sent in its order, also to that for which nobody waits any more. */
export function openLineSession(
  stdio: ProgramStdio,
  { end, onLine }: { readonly end: AnswerEnd; readonly onLine: () => void },
): LineSession {
  const { answers, until } = end
  const due: Due[] = []
  let last: Promise<void> = Promise.resolve()

  stdio.onLine((line) => {
    onLine()
    const [first] = due
    if (first === undefined) return
    first.lines--
    const isAnswered = until === undefined ? first.lines <= 0 : line.includes(until)
    if (!isAnswered) return
    due.shift()
    first.answered()
  })

  async function send(text: string, answered: () => void): Promise<void> {
    // Before it is sent: it may be answered at once.
    if (answers > 0 || until !== undefined) due.push({ lines: answers, answered })
    else answered()
    await stdio.write(`${text}\n`).catch((cause: Error) => {
      throw new TargetError(`it cannot be spoken to: ${cause.message}`, { cause })
    })
  }

  return {
    async say(text, signal) {
      await untilAborted(signal, (resolve, reject) => {
        send(text, resolve).catch(reject)
      })
    },
    sayInVain: (text) => send(text, () => {}),
    async turn(signal) {
      const before = last
      let done = (): void => {}
      last = new Promise((resolve) => {
        done = resolve
      })
      try {
        await untilAborted(signal, (resolve) => void before.then(resolve))
      } catch (error) {
        // Whoever waits behind waits for those before, too.
        void before.then(done)
        throw error
      }
      return done
    },
  }
}

function untilAborted(
  signal: AbortSignal,
  begin: (resolve: () => void, reject: (error: unknown) => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    const ended = (): void => signal.removeEventListener('abort', onAbort)
    begin(
      () => {
        ended()
        resolve()
      },
      (error) => {
        ended()
        reject(error)
      },
    )
  })
}
