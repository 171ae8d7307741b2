import { MisuseError } from './errors.ts'

/**
 * The code under test: a function, or `setup` once, `run` many times, `teardown` once.
 * One run is one iteration. It must be a round trip: whatever it legitimately keeps looks like a leak.
 */
// biome-ignore lint/suspicious/noExplicitAny: the context is whatever the user's own setup returned
export type Scenario<Context = any> = (() => unknown) | ScenarioSteps<Context>

// biome-ignore lint/suspicious/noExplicitAny: the context is whatever the user's own setup returned
export interface ScenarioSteps<Context = any> {
  /** Used in messages; a function's own name otherwise. */
  readonly name?: string
  /** Runs once, before the warm-up; what it returns (or resolves to) is handed to `run` and `teardown`. */
  setup?(): Context | PromiseLike<Context>
  run(context: Context): unknown
  /** Runs once, after the last iteration, whatever happened. */
  teardown?(context: Context): unknown
}

/**
 * A scenario in steps as it is, with the context of `run` and `teardown` inferred from what `setup` returns: for a
 * scenario in a constant, and where `expect` does not infer it (that of `@jest/globals`).
 */
export function defineScenario<Context>(steps: ScenarioSteps<Context>): ScenarioSteps<Context> {
  return steps
}

/** A scenario in its one resolved form. */
export interface ResolvedScenario {
  readonly name: string
  /** As it was written. */
  readonly received: unknown
  readonly setup: () => unknown
  readonly run: (context: unknown) => unknown
  readonly teardown: (context: unknown) => unknown
}

/** Throws `MisuseError` for anything that is not a scenario. */
export function resolveScenario(received: unknown): ResolvedScenario {
  if (typeof received === 'function') {
    const run = received as () => unknown
    return {
      name: received.name || 'scenario',
      received,
      setup: nothing,
      run: () => run(),
      teardown: nothing,
    }
  }
  if (typeof received !== 'object' || received === null || !('run' in received)) {
    throw new MisuseError(
      `A scenario must be a function or an object with a run() function, received ${describe(received)}.${hint(received)}`,
    )
  }
  const steps = received as Record<string, unknown>
  for (const step of ['run', 'setup', 'teardown']) {
    if (step in steps && typeof steps[step] !== 'function' && steps[step] !== undefined) {
      throw new MisuseError(
        `scenario.${step} must be a function, received ${describe(steps[step])}.`,
      )
    }
  }
  if (typeof steps['run'] !== 'function') {
    throw new MisuseError(`scenario.run must be a function, received ${describe(steps['run'])}.`)
  }
  const scenario = received as ScenarioSteps
  return {
    name: scenario.name ?? 'scenario',
    received,
    setup: () => scenario.setup?.(),
    run: (context) => scenario.run(context),
    teardown: (context) => scenario.teardown?.(context),
  }
}

function nothing(): undefined {}

function hint(received: unknown): string {
  const isPromise = typeof (received as { then?: unknown } | null)?.then === 'function'
  return isPromise
    ? ' A promise has already begun and cannot be repeated: pass the function that makes it, () => work().'
    : ' Pass the code to repeat: expect(() => work()).not.toLeak().'
}

/** A received value as a misuse message shows it: never more than its kind and a short literal. */
export function describe(received: unknown): string {
  if (received === null || received === undefined) return String(received)
  if (typeof received === 'string') return JSON.stringify(received.slice(0, 40))
  if (typeof received === 'function') return `function ${received.name || '(anonymous)'}`
  if (typeof received !== 'object') return String(received)
  if (Array.isArray(received)) return `an array of ${received.length}`
  return typeof (received as { then?: unknown }).then === 'function' ? 'a promise' : 'an object'
}
