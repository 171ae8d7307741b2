import { expect, test } from 'vitest'
import { checkLeak, describeVerdict } from '../../src/index.ts'
import { leaky, repaired } from '../leaks/worker-heap-kept.ts'

test('what a long-lived worker keeps is growth, told by the name of the worker', async () => {
  const verdict = await checkLeak(leaky)

  const told = describeVerdict(verdict)
  expect(verdict, told).toMatchObject({
    kind: 'growth',
    growth: [{ probe: 'heap', types: [expect.stringMatching(/^worker \d+ sums$/)] }],
    notes: [expect.stringContaining('what this thread sends is kept there')],
  })
})

test('a long-lived worker that keeps nothing levels off', async () => {
  const verdict = await checkLeak(repaired)

  expect(verdict, describeVerdict(verdict)).toMatchObject({ kind: 'plateau' })
})
