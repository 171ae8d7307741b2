import type { Scenario } from '../../src/scenario.ts'

interface Context {
  state: readonly number[]
}

/** A reducer that makes a new list of all earlier numbers and one more; the repaired twin keeps the newest hundred. */
export const leaky: Scenario = {
  name: 'list that every action replaces by a longer one',
  setup: open,
  async run(context: Context) {
    await Promise.resolve()
    context.state = [...context.state, context.state.length]
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'list that every action replaces by one as long',
  setup: open,
  async run(context: Context) {
    await Promise.resolve()
    context.state = [...context.state.slice(-99), context.state.length]
  },
  teardown: close,
}

function open(): Context {
  return { state: [] }
}

function close(context: Context): void {
  context.state = []
}
