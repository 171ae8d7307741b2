import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly kept: object[]
  calls: number
}

/** Every hundredth call keeps one small object; the repaired twin drops it. */
export const leaky: Scenario = {
  name: 'one object kept in a hundred calls',
  setup: open,
  run(context: Context) {
    if (++context.calls % 100 === 0) context.kept.push({})
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'no object kept in a hundred calls',
  setup: open,
  run(context: Context) {
    if (++context.calls % 100 !== 0) return
    context.kept.push({})
    context.kept.pop()
  },
  teardown: close,
}

function open(): Context {
  return { kept: [], calls: 0 }
}

function close({ kept }: Context): void {
  kept.length = 0
}
