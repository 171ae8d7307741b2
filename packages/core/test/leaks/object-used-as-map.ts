import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly seen: { [key: string]: number }
  nextKey: number
}

/** An object gains one key per call; the repaired twin deletes the key. */
export const leaky: Scenario = {
  name: 'object used as a map that only grows',
  setup: open,
  run(context: Context) {
    context.seen[`key-${context.nextKey++}`] = 1
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'object used as a map that is emptied',
  setup: open,
  run(context: Context) {
    const key = `key-${context.nextKey++}`
    context.seen[key] = 1
    delete context.seen[key]
  },
  teardown: close,
}

function open(): Context {
  return { seen: {}, nextKey: 0 }
}

function close({ seen }: Context): void {
  for (const key of Object.keys(seen)) delete seen[key]
}
