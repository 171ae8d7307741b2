import type { Scenario } from '../../src/scenario.ts'

interface Entry {
  readonly answer: string
  readonly storedMs: number
}

interface Context {
  readonly memo: Map<number, Entry>
  /** The scenario's own clock: the number of live entries must not depend on the machine. */
  clockMs: number
}

const TTL_MS = 16

/** Entries of a memo never expire; the repaired twin drops those older than their time to live. */
export const leaky: Scenario = {
  name: 'memoize without a time to live',
  setup: open,
  run: remember,
  teardown: close,
}

export const repaired: Scenario = {
  name: 'memoize with a time to live',
  setup: open,
  run(context: Context) {
    remember(context)
    for (const [key, { storedMs }] of context.memo) {
      if (context.clockMs - storedMs < TTL_MS) break
      context.memo.delete(key)
    }
  },
  teardown: close,
}

function open(): Context {
  return { memo: new Map(), clockMs: 0 }
}

function remember(context: Context): void {
  const storedMs = context.clockMs++
  context.memo.set(storedMs, { answer: `answer ${storedMs}`, storedMs })
}

function close({ memo }: Context): void {
  memo.clear()
}
