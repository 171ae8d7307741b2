import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly seen: Set<number>
  nextKey: number
}

/** A number is remembered per call; the repaired twin deletes it. */
export const leaky: Scenario = {
  name: 'Set of numbers that only grows',
  setup: open,
  run(context: Context) {
    context.seen.add(context.nextKey++)
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'Set of numbers that is emptied',
  setup: open,
  run(context: Context) {
    const key = context.nextKey++
    context.seen.add(key)
    context.seen.delete(key)
  },
  teardown: close,
}

function open(): Context {
  return { seen: new Set(), nextKey: 0 }
}

function close({ seen }: Context): void {
  seen.clear()
}
