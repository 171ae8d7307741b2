import type { Scenario } from '../../src/scenario.ts'

interface Context {
  stopped: boolean
}

/** A chain of ticks per call polls for ever; the repaired twin's chain ends and is awaited. */
export const leaky: Scenario = {
  name: 'chain of ticks that never ends',
  setup: (): Context => ({ stopped: false }),
  run(context: Context) {
    poll(context)
  },
  teardown(context: Context) {
    context.stopped = true
  },
}

export const repaired: Scenario = {
  name: 'chain of ticks that ends after two turns',
  async run() {
    await new Promise<void>((resolve) => pollTwice(resolve))
  },
}

function poll(context: Context): void {
  // A chain of ticks alone would starve the event loop: each turn lets it pass once.
  if (!context.stopped) process.nextTick(() => setImmediate(poll, context))
}

function pollTwice(done: () => void): void {
  process.nextTick(() => setImmediate(() => process.nextTick(() => setImmediate(done))))
}
