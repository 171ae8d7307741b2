import type { Scenario } from '../../src/scenario.ts'

interface Context {
  log: string
}

/** Every call appends to one string; the repaired twin keeps its newest sixteen characters. */
export const leaky: Scenario = {
  name: 'string that only grows',
  setup: open,
  run(context: Context) {
    context.log += '.'
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'string of constant length',
  setup: open,
  run(context: Context) {
    context.log = `${context.log}.`.slice(-16)
  },
  teardown: close,
}

function open(): Context {
  return { log: '' }
}

function close(context: Context): void {
  context.log = ''
}
