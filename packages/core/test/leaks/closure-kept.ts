import type { Scenario } from '../../src/scenario.ts'

type Callbacks = (() => number)[]

/** A closure is queued per call and never taken out; the repaired twin takes it out and runs it. */
export const leaky: Scenario = {
  name: 'closure kept in an array',
  setup: (): Callbacks => [],
  run(callbacks: Callbacks) {
    callbacks.push(() => 1)
  },
  teardown: clear,
}

export const repaired: Scenario = {
  name: 'closure taken out of the array',
  setup: (): Callbacks => [],
  run(callbacks: Callbacks) {
    callbacks.push(() => 1)
    callbacks.pop()?.()
  },
  teardown: clear,
}

function clear(callbacks: Callbacks): void {
  callbacks.length = 0
}
