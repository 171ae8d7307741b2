import type { Scenario } from '../../src/scenario.ts'

const ONE_HOUR_MS = 3_600_000

type Timers = NodeJS.Timeout[]

/** An interval is started per call and never cleared; the repaired twin clears it. */
export const leaky: Scenario = {
  name: 'interval never cleared',
  setup: (): Timers => [],
  run(timers: Timers) {
    timers.push(setInterval(() => {}, ONE_HOUR_MS))
  },
  teardown(timers: Timers) {
    for (const timer of timers) clearInterval(timer)
  },
}

export const repaired: Scenario = {
  name: 'interval cleared',
  run() {
    const timer = setInterval(() => {}, ONE_HOUR_MS)
    clearInterval(timer)
  },
}
