import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly counts: Map<number, number>
  nextKey: number
}

/** A number is mapped per call; the repaired twin deletes it. */
export const leaky: Scenario = {
  name: 'Map of numbers that only grows',
  setup: open,
  run(context: Context) {
    context.counts.set(context.nextKey++, 1)
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'Map of numbers that is emptied',
  setup: open,
  run(context: Context) {
    const key = context.nextKey++
    context.counts.set(key, 1)
    context.counts.delete(key)
  },
  teardown: close,
}

function open(): Context {
  return { counts: new Map(), nextKey: 0 }
}

function close({ counts }: Context): void {
  counts.clear()
}
