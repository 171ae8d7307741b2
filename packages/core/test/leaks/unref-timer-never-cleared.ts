import type { Scenario } from '../../src/scenario.ts'

const ONE_HOUR_MS = 3_600_000

type Timers = NodeJS.Timeout[]

/** An unref'd timeout is started per call and never cleared; the repaired twin clears it. */
export const leaky: Scenario = {
  name: "unref'd timeout never cleared",
  setup: (): Timers => [],
  run(timers: Timers) {
    timers.push(setTimeout(() => {}, ONE_HOUR_MS).unref())
  },
  teardown(timers: Timers) {
    for (const timer of timers) clearTimeout(timer)
  },
}

export const repaired: Scenario = {
  name: "unref'd timeout cleared",
  run() {
    const timer = setTimeout(() => {}, ONE_HOUR_MS).unref()
    clearTimeout(timer)
  },
}
