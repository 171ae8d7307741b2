/**
 * Joins two loops: the engine asks for iterations, and a runner's own loop performs them, with all hooks as the runner
 * runs them. An iteration makes a few promises, and keeps none.
 */
export interface Turns {
  /** The engine's side: one iteration; rejects with what failed in it. */
  next(): Promise<void>
  /** The runner's side, before an iteration: whether to run it. */
  isAsked(): Promise<boolean>
  /** The runner's side, after an iteration. */
  done(failure: unknown): void
  /** The engine has decided, or gave up: no further iteration is asked for. */
  end(): void
  readonly isEnded: boolean
}

export function createTurns(): Turns {
  let isEnded = false
  let isWanted = false
  let answer: ((isAsked: boolean) => void) | undefined
  let settle: { resolve(): void; reject(reason: unknown): void } | undefined
  return {
    next() {
      return new Promise<void>((resolve, reject) => {
        settle = { resolve, reject }
        const ask = answer
        answer = undefined
        if (ask) ask(true)
        else isWanted = true
      })
    },
    isAsked() {
      if (isWanted) {
        isWanted = false
        return Promise.resolve(true)
      }
      if (isEnded) return Promise.resolve(false)
      return new Promise<boolean>((resolve) => {
        answer = resolve
      })
    },
    done(failure) {
      const waiting = settle
      settle = undefined
      if (failure === undefined) waiting?.resolve()
      else waiting?.reject(failure)
    },
    end() {
      isEnded = true
      answer?.(false)
      answer = undefined
    },
    get isEnded() {
      return isEnded
    },
  }
}
