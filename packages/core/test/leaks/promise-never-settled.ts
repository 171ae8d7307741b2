import type { Scenario } from '../../src/scenario.ts'

type Waiting = Set<() => void>

/** A promise per call waits for ever; the repaired twin settles it, forgets it and awaits it. */
export const leaky: Scenario = {
  name: 'promise never settled',
  setup: (): Waiting => new Set(),
  run(waiting: Waiting) {
    void answer(waiting)
  },
  teardown: settle,
}

export const repaired: Scenario = {
  name: 'promise settled',
  setup: (): Waiting => new Set(),
  async run(waiting: Waiting) {
    const answered = answer(waiting)
    settle(waiting)
    await answered
  },
  teardown: settle,
}

function answer(waiting: Waiting): Promise<void> {
  return new Promise((resolve) => {
    waiting.add(resolve)
  })
}

function settle(waiting: Waiting): void {
  for (const resolve of waiting) resolve()
  waiting.clear()
}
