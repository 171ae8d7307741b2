import { MisuseError } from '../errors.ts'

export interface IterationLoopOptions {
  readonly run: () => unknown
  /** Every iteration must throw or reject. */
  readonly throws: boolean
  /** Milliseconds of a monotonic clock. It is handed in, for the loop runs in pages too, without Node's. */
  readonly nowMs: () => number
  /** On that clock: no iteration begins after it. */
  readonly deadlineMs: number
  readonly signal: AbortSignal | undefined
}

/** Runs iterations and nothing else: inside a batch it allocates, formats and awaits only what the scenario does. */
export interface IterationLoop {
  /** Resolves to the completed count: fewer than asked when the deadline passes or the signal aborts. */
  run(iterations: number): number | Promise<number>
  /** Iterations completed since the loop was made, warm-up included. */
  readonly completed: number
  /** Whether an iteration returned a promise or another thenable. */
  readonly isAsync: boolean
  /** How long the present iteration has lasted; 0 between batches. */
  waitingMs(): number
}

/** The clock is read once in so many iterations, unless they are slow: reading it costs 0.1 µs. */
const CLOCK_STRIDE = 64
const SLOW_ITERATION_MS = 0.05

export function createIterationLoop(options: IterationLoopOptions): IterationLoop {
  const { run, throws, nowMs, deadlineMs, signal } = options
  const state = { completed: 0, isAsync: false, isWaiting: false, clockStride: 1, seenMs: nowMs() }

  function isOver(): boolean {
    state.seenMs = nowMs()
    return state.seenMs >= deadlineMs || signal?.aborted === true
  }

  /** Named as the asynchronous one, for checks inside a check that come from another realm of this thread. */
  function plateauIteratesNow(iterations: number): number | Promise<number> {
    const startedMs = nowMs()
    for (let done = 0; done < iterations; ) {
      const returned = throws ? runThrowing(run) : run()
      if (plateauSeesPromise(returned)) {
        state.isAsync = true
        return plateauIterates(returned, iterations - done).then((rest) => done + rest)
      }
      done++
      state.completed++
      if (done % state.clockStride === 0 && isOver()) return done
      if (done === CLOCK_STRIDE) {
        state.clockStride = (nowMs() - startedMs) / done < SLOW_ITERATION_MS ? CLOCK_STRIDE : 1
      }
    }
    return iterations
  }

  /** Its name marks the stack of a scenario, so that a check inside a check is recognized. */
  async function plateauIterates(first: PromiseLike<unknown>, iterations: number): Promise<number> {
    state.isWaiting = true
    const completed = await plateauIteratesOn(first, iterations)
    state.isWaiting = false
    return completed
  }

  async function plateauIteratesOn(
    first: PromiseLike<unknown>,
    iterations: number,
  ): Promise<number> {
    state.seenMs = nowMs()
    await (throws ? mustReject(first) : first)
    state.completed++
    for (let done = 1; done < iterations; done++) {
      if (isOver()) return done
      if (throws) await mustReject(runThrowing(run))
      else await run()
      state.completed++
    }
    return iterations
  }

  function runThrowing(iteration: () => unknown): unknown {
    let returned: unknown
    try {
      returned = iteration()
    } catch {
      return undefined
    }
    if (plateauSeesPromise(returned)) return returned
    throw new MisuseError(didNotThrow(state.completed + 1))
  }

  async function mustReject(returned: unknown): Promise<void> {
    if (!plateauSeesPromise(returned)) return
    try {
      await returned
    } catch {
      return
    }
    throw new MisuseError(didNotThrow(state.completed + 1))
  }

  return {
    run: plateauIteratesNow,
    get completed() {
      return state.completed
    },
    get isAsync() {
      return state.isAsync
    },
    waitingMs: () => (state.isWaiting ? nowMs() - state.seenMs : 0),
  }
}

/**
 * By shape: promises of another realm, as in Jest, are no instances of this realm's Promise. Its name tells what the engine
 * notes of the shapes that it meets here from what the scenario makes.
 */
export function plateauSeesPromise(returned: unknown): returned is PromiseLike<unknown> {
  return (
    returned !== null &&
    typeof returned === 'object' &&
    typeof (returned as { then?: unknown }).then === 'function'
  )
}

function didNotThrow(iteration: number): string {
  return `throws is true, so every iteration must throw or reject, but iteration ${iteration} ended without an error. Remove throws, or make the scenario fail each time.`
}
