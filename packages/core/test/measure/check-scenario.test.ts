import { expect, test } from 'vitest'
import { isWhole, testOfWhole } from '../../../../test/whole.ts'
import { checkLeak } from '../../src/check-leak.ts'
import * as clearedByClock from './cleared-by-clock.ts'

/** Which batch is cut short depends on when the memory outside the heap is given back. */
const CHECKS = 5

test('what judges the batches is not measured with the iterations that complete the second half', async () => {
  const kinds: string[] = []
  for (let check = 0; check < CHECKS; check++) {
    const { kind } = await checkLeak(() => Buffer.alloc(10_000), { timeLimitMs: 30_000 })
    kinds.push(kind)
  }

  expect(kinds).toEqual(Array(CHECKS).fill('plateau'))
})

test.each(isWhole ? [9.1, 9.4, 9.7] : [9.1])(
  'a map that gains an entry in every %dth iteration grows, whenever its table doubles',
  async (every) => {
    const numbers = new Map<number, number>()
    let done = 0
    const keep = () => {
      const entry = Math.floor(++done / every)
      if (entry > numbers.size) numbers.set(entry, entry)
    }

    const verdict = await checkLeak(keep, { timeLimitMs: 30_000, explain: 'off' })

    expect(verdict.kind).toBe('growth')
  },
)

testOfWhole(
  'what stops growing before it is explained was no leak: nothing is held after all',
  async () => {
    const kept: object[] = []
    let done = 0
    const keepSome = () => {
      if (done++ < 425) kept.push({ done })
    }

    const verdict = await checkLeak(keepSome, { warmUp: 20, iterations: 400, timeLimitMs: 30_000 })
    const unexplained = await checkLeak(
      { setup: () => (done = 0), run: keepSome },
      { warmUp: 20, iterations: 400, timeLimitMs: 30_000, explain: 'off' },
    )

    expect(verdict).toMatchObject({ kind: 'plateau', because: 'nothing-is-kept' })
    expect(unexplained.kind).toBe('growth')
  },
)

test('what a clock clears twice a second is a plateau, and what it leaves never is', async () => {
  const ofClock = await checkLeak(clearedByClock.repaired, { timeLimitMs: 20_000 })
  const kept = await checkLeak(clearedByClock.leaky, { timeLimitMs: 20_000, explain: 'off' })

  expect(ofClock.kind).toBe('plateau')
  // Growth where the line rises by more than the clock moves it, else unsettled.
  expect(kept.kind).not.toBe('plateau')
})
