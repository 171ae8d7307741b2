import { pbkdf2Sync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { isWhole } from '../../../../test/whole.ts'
import { checkLeak, describeVerdict } from '../../src/index.ts'
import { threadsProbe } from '../../src/probe/threads.ts'
import { leaky, repaired } from '../leaks/worker-left-running.ts'

const THREADS_ONLY = {
  probes: ['threads'],
  iterations: 48,
  timeLimitMs: 60_000,
  explain: 'off',
} as const

test.runIf(threadsProbe() && isWhole)(
  'one thread per iteration is found by the count of threads alone',
  { timeout: 120_000 },
  async () => {
    const verdict = await checkLeak(leaky, THREADS_ONLY)

    expect(verdict, describeVerdict(verdict)).toMatchObject({
      kind: 'growth',
      growth: [{ probe: 'threads', perIteration: 1 }],
    })
  },
)

test.runIf(threadsProbe() && isWhole)(
  'threads that end within their iteration level off',
  { timeout: 120_000 },
  async () => {
    const verdict = await checkLeak(repaired, THREADS_ONLY)

    expect(verdict, describeVerdict(verdict)).toMatchObject({
      kind: 'plateau',
      resolution: { threads: expect.any(Number) },
    })
  },
)

test('a pool of the runtime that starts late is no growth', { timeout: 30_000 }, async () => {
  let iterations = 0
  const verdict = await checkLeak(
    async () => {
      // The first asynchronous file operation starts the pool, if none before did.
      if (++iterations > 700) await readFile(import.meta.filename)
      pbkdf2Sync('secret', 'salt', 1, 8, 'sha256')
    },
    { probes: ['threads', 'handles'] },
  )

  expect(verdict, describeVerdict(verdict)).toMatchObject({ kind: 'plateau' })
})
