import { expect, it } from 'vitest'
import { openPort } from '../../src/engine/inspector-port.ts'
import type { Wait } from '../../src/engine/port.ts'
import { recordAges } from '../../src/witness/age-record.ts'

it('takes no memory outside the heap, which a check judges', async () => {
  const port = openPort()
  const before = process.memoryUsage().arrayBuffers
  const ages = await finished(recordAges(port))
  const during = process.memoryUsage().arrayBuffers
  await finished(ages.stop())
  port.close()

  expect(during - before).toBeLessThan(64 * 2 ** 10)
})

it('tells of every batch how many of its objects are alive', async () => {
  const kept: object[] = []
  const port = openPort()
  const ages = await finished(recordAges(port))
  for (const count of [500, 500, 0, 500, 0]) {
    for (let at = 0; at < count; at++) kept.push({ at })
    await finished(ages.mark())
  }
  const { rows, iterations } = await finished(ages.look([0, 1, 2, 3, 4, 5], [1, 1, 1, 1, 1]))
  await finished(ages.stop())
  port.close()

  expect(iterations).toEqual([1, 1, 1, 1, 1])
  // What Vitest does meanwhile, and what ends a batch, keeps some too.
  expect(rows[0]?.births.map((count) => Math.floor(count / 500))).toEqual([1, 1, 0, 1, 0])
  expect(kept).toHaveLength(1500)
})

async function finished<Result>(steps: Generator<Wait, Result, unknown>): Promise<Result> {
  let step = steps.next()
  while (!step.done) step = steps.next(await step.value)
  return step.value
}
