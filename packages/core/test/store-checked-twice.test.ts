import { expect } from 'vitest'
import { testOfWhole } from '../../../test/whole.ts'
import { checkLeak } from '../src/index.ts'

testOfWhole(
  'a store of numbers that a check found leaking is found again by the next, though it has room for as many',
  { timeout: 60_000 },
  async () => {
    const sizes = new Map<number, number>()
    let calls = 0
    const gain = () => {
      sizes.set(calls, calls++)
    }

    const first = await checkLeak(gain, { timeLimitMs: 10_000, explain: 'off' })
    const second = await checkLeak(gain, { timeLimitMs: 10_000, explain: 'off' })

    expect([first.kind, second.kind]).toEqual(['growth', 'growth'])
  },
)
