import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly head: Promise<void>
  readonly settle: () => void
  tail: Promise<void>
}

/** Every call adds a step behind a pending promise; the repaired twin's chain has settled. */
export const leaky: Scenario = {
  name: 'promise chain behind a pending promise',
  setup: open,
  run(context: Context) {
    context.tail = context.tail.then(() => {})
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'promise chain that settles',
  setup() {
    const context = open()
    context.settle()
    return context
  },
  async run(context: Context) {
    context.tail = context.tail.then(() => {})
    await context.tail
  },
  teardown: close,
}

function open(): Context {
  let settle = () => {}
  const head = new Promise<void>((resolve) => {
    settle = resolve
  })
  return { head, settle, tail: head }
}

async function close(context: Context): Promise<void> {
  context.settle()
  await context.tail
}
