import type { Scenario } from '../../src/scenario.ts'

interface Reply {
  readonly rows: readonly number[]
  describe(): string
}

interface Context {
  latest: Reply | undefined
}

/** `describe` shares its scope with `isLonger`, so every reply keeps the one before it; the
 * repaired twin passes the earlier reply as an argument, and no closure captures it. */
export const leaky: Scenario = {
  name: 'closure whose scope holds the previous reply',
  setup: open,
  run(context: Context) {
    const previous = context.latest
    const rows = new Array<number>(100).fill(0)
    const isLonger = () => rows.length > (previous?.rows.length ?? 0)
    isLonger()
    context.latest = { rows, describe: () => 'reply' }
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'closure whose scope holds only what is used',
  setup: open,
  run(context: Context) {
    const rows = new Array<number>(100).fill(0)
    isLongerThan(context.latest, rows)
    context.latest = { rows, describe: () => 'reply' }
  },
  teardown: close,
}

function open(): Context {
  return { latest: undefined }
}

function isLongerThan(previous: Reply | undefined, rows: readonly number[]): boolean {
  return rows.length > (previous?.rows.length ?? 0)
}

function close(context: Context): void {
  context.latest = undefined
}
