import { setImmediate as turn } from 'node:timers/promises'
import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly cleared: object[]
  readonly kept: object[]
  readonly clock: NodeJS.Timeout
}

/** As undici keeps the timers of requests that have ended until its clock ticks; the leaky twin keeps some of them for good. */
export const leaky: Scenario = {
  name: 'list that a clock clears, and one that nothing clears',
  setup,
  async run({ cleared, kept }: Context) {
    cleared.push(request())
    kept.push(request())
    await turn()
  },
  teardown,
}

export const repaired: Scenario = {
  name: 'list that a clock clears',
  setup,
  async run({ cleared }: Context) {
    cleared.push(request())
    await turn()
  },
  teardown,
}

function setup(): Context {
  const cleared: object[] = []
  const clock = setInterval(() => cleared.splice(0), 500)
  return { cleared, kept: [], clock }
}

function request(): object {
  return { state: 'ended', headers: [1, 2, 3], delay: 300_000 }
}

function teardown({ clock }: Context): void {
  clearInterval(clock)
}
