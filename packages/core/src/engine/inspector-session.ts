import { Session } from 'node:inspector'

/** A session with this very isolate; its commands answer in the same job. */
export interface InspectorSession {
  /** Throws when the command fails or does not answer at once. */
  post<Result>(method: string, params?: object): Result
  /** For the few commands that answer later. */
  postLater(method: string, params?: object): Promise<void>
  on<Params>(event: string, listener: (params: Params) => void): void
  close(): void
}

/** Throws where the inspector is compiled out or forbidden (`--permission`). */
export function openInspectorSession(): InspectorSession {
  if (!hasInspector()) {
    throw new Error(
      'this runtime has no inspector that answers at once. Run the same check in Node to learn the line and what holds it.',
    )
  }
  const session = new Session()
  session.connect()
  return {
    post<Result>(method: string, params: object = {}): Result {
      let answer: { readonly error: Error | null; readonly result: unknown } | undefined
      session.post(method, params, (error: Error | null, result?: object) => {
        answer = { error, result }
      })
      if (answer === undefined) throw new Error(`${method} did not answer at once`)
      if (answer.error) throw new Error(`${method}: ${answer.error.message}`)
      return answer.result as Result
    },
    postLater(method, params = {}) {
      return new Promise((resolve, reject) => {
        session.post(method, params, (error: Error | null) => {
          if (error) reject(new Error(`${method}: ${error.message}`))
          else resolve()
        })
      })
    },
    on<Params>(event: string, listener: (params: Params) => void) {
      session.on(event, (message: { params: Params }) => listener(message.params))
    },
    close() {
      session.disconnect()
    },
  }
}

/** Bun has none of V8's commands, and Deno answers them later: what is not asked for in time would go on there. */
export function hasInspector(): boolean {
  return !('bun' in process.versions || 'deno' in process.versions)
}
