import { MisuseError } from './errors.ts'
import { processState } from './process-state.ts'

/** Stands for a check that is deciding in the present job. */
export const SYNCHRONOUS: Promise<unknown> = Promise.resolve()

/** Later checks wait until this one has ended: two at a time would measure each other. */
export function occupyUntil(verdict: Promise<unknown>): void {
  const state = processState()
  const ended = verdict.then(ignore, ignore)
  state.running = ended
  void ended.then(() => {
    if (state.running === ended) state.running = undefined
  })
}

function ignore(): void {}

/** Deep enough to find the engine below a scenario's own frames. */
const STACK_DEPTH = 200

/** Throws `MisuseError` inside a scenario: a check that waited for the one it is inside of would wait for ever. */
export function refuseNesting(): void {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = STACK_DEPTH
  const { stack = '' } = new Error('where this check was started')
  Error.stackTraceLimit = stackTraceLimit
  if (processState().running === SYNCHRONOUS || stack.includes('plateauIterates')) {
    throw new MisuseError(
      'A check was started inside a scenario that is itself being checked. Check one of the two: measure the inner scenario in a test of its own.',
    )
  }
}
