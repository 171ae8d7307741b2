import type { Scenario } from '../../src/scenario.ts'

/** Clean only: 1 MB of garbage per call is a high rate of allocation, and not a leak. */
export const repaired: Scenario = {
  name: 'long synchronous loop of garbage',
  run() {
    let total = 0
    for (let index = 0; index < 1000; index++) {
      total += new Array<number>(125).fill(index).length
    }
    return total
  },
}
