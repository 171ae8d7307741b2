import type { Scenario } from '../../src/scenario.ts'

const memo: { [key: string]: number[] } = {}
const limited = new Map<string, number[]>()
let nextKey = 0

/** A memo keyed by its argument has no limit; the repaired twin drops the oldest of sixteen. */
export const leaky: Scenario = {
  name: 'memoize without a limit',
  setup: reset,
  run() {
    const key = `user-${nextKey++}`
    memo[key] ??= [key.length]
  },
  teardown: reset,
}

export const repaired: Scenario = {
  name: 'memoize with a limit of sixteen entries',
  setup: reset,
  run() {
    const key = `user-${nextKey++}`
    if (!limited.has(key)) limited.set(key, [key.length])
    if (limited.size > 16) for (const oldest of limited.keys()) return void limited.delete(oldest)
  },
  teardown: reset,
}

function reset(): void {
  for (const key of Object.keys(memo)) delete memo[key]
  limited.clear()
  nextKey = 0
}
