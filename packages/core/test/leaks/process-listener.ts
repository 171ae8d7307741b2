import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly added: (() => void)[]
  readonly limitBefore: number
}

/** A process listener is added per call and never removed; the repaired twin removes it. */
export const leaky: Scenario = {
  name: 'process listener never removed',
  setup: open,
  run({ added }: Context) {
    const onExit = () => {}
    process.on('exit', onExit)
    added.push(onExit)
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'process listener removed',
  setup: open,
  run() {
    const onExit = () => {}
    process.on('exit', onExit)
    process.off('exit', onExit)
  },
  teardown: close,
}

function open(): Context {
  const limitBefore = process.getMaxListeners()
  process.setMaxListeners(0)
  return { added: [], limitBefore }
}

function close({ added, limitBefore }: Context): void {
  // Newest first: the search for a listener starts at the end.
  for (const onExit of added.reverse()) process.off('exit', onExit)
  process.setMaxListeners(limitBefore)
}
