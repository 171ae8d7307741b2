import type { Scenario } from '../../src/scenario.ts'

/** One 8-byte slot leaks per call; the repaired twin takes out what it put in. */
export const leaky: Scenario = {
  name: 'array of small integers that only grows',
  setup: (): number[] => [],
  run(ones: number[]) {
    ones.push(1)
  },
  teardown: clear,
}

export const repaired: Scenario = {
  name: 'array of small integers that is emptied',
  setup: (): number[] => [],
  run(ones: number[]) {
    ones.push(1)
    ones.pop()
  },
  teardown: clear,
}

function clear(ones: number[]): void {
  ones.length = 0
}
