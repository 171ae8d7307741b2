import { Session } from 'node:inspector'
import type { Port, Wait } from './port.ts'

interface Answer {
  readonly error: Error | null
  readonly result: unknown
}

/**
 * The inspector of this very isolate. Node answers most commands in the same job, which are then not waited for; Deno
 * answers later. Throws where the inspector is compiled out or forbidden (`--permission`).
 */
export function openPort(): Port {
  const session = new Session()
  session.connect()
  return {
    *ask<Result>(method: string, params: object = {}): Generator<Wait, Result, unknown> {
      let answer: Answer | undefined
      let answered = () => {}
      session.post(method, params, (error: Error | null, result?: object) => {
        answer = { error, result }
        answered()
      })
      if (answer === undefined) {
        yield new Promise<void>((resolve) => {
          answered = resolve
        })
      }
      const { error, result } = answer as unknown as Answer
      if (error) throw new Error(`${method}: ${error.message}`)
      return result as Result
    },
    on<Params>(event: string, listener: (params: Params) => void) {
      session.on(event, (message: { params: Params }) => listener(message.params))
    },
    close: () => session.disconnect(),
  }
}
