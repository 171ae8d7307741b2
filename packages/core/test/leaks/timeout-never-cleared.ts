import type { Scenario } from '../../src/scenario.ts'

const ONE_HOUR_MS = 3_600_000

type Timers = NodeJS.Timeout[]

/** A timeout is started per call and never cleared; the repaired twin clears it. */
export const leaky: Scenario = {
  name: 'timeout never cleared',
  setup: (): Timers => [],
  run(timers: Timers) {
    timers.push(setTimeout(() => {}, ONE_HOUR_MS))
  },
  teardown(timers: Timers) {
    for (const timer of timers) clearTimeout(timer)
  },
}

export const repaired: Scenario = {
  name: 'timeout cleared',
  run() {
    const timer = setTimeout(() => {}, ONE_HOUR_MS)
    clearTimeout(timer)
  },
}
