import { expect } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { nodeBinary } from '../../../../workshop/installed-project.mjs'
import type { GrowthVerdict } from '../../src/plateau/verdict.ts'
import type { ProcessSample } from '../../src/target/target.ts'
import { fixture, opened, samplesOnce } from './opened.ts'

const THREAD = 'thread 1 of main'
const GROWTH = {
  kind: 'growth',
  growth: [{ probe: 'heap', perIteration: 100, interval: [100, 100] }],
} as unknown as GrowthVerdict

function threadIn(samples: readonly ProcessSample[]): ProcessSample | undefined {
  return samples.find(({ process }) => process === THREAD)
}

for (const major of [22, 24, 26]) {
  testOfWhole(
    `a thread that waits in Atomics.wait is collected, read, counted and explained on Node ${major}`,
    async () => {
      const command = fixture('waiting-threads.cjs', nodeBinary(major))
      const session = await opened({ command, request: '/' })
      await session.work(3000)
      const before = threadIn(await session.sampleAll())?.readings.heap as number
      await session.work(3000)

      // On a busy machine the thread is behind with what it was asked for.
      const counted = async (): Promise<number | undefined> => {
        const census = (await session.census()).find(({ process }) => process === THREAD)
        return census?.stores[0]?.entries
      }
      await expect.poll(counted, { timeout: 60_000 }).toBe(6001)
      const grown = (threadIn(await session.sampleAll())?.readings.heap as number) - before
      const { culprits } = await session.explainProcess(THREAD, GROWTH)

      // An object of 32 bytes, an array of 16 with its 24, and a slot of 8.
      expect(grown / 3000).toBeGreaterThan(60)
      expect(grown / 3000).toBeLessThan(140)
      // A compiler may take `keep` into its caller.
      expect(culprits[0]?.site?.function).toMatch(/^(?:keep|work)$/)
      expect(session.events().filter(({ kind }) => kind !== 'came')).toEqual([])
    },
    120_000,
  )
}

testOfWhole(
  'a thread that answers nothing is named once, never read as level, and not waited for again',
  async () => {
    const session = await opened({
      command: [...fixture('waiting-threads.cjs'), 'native'],
      request: '/',
    })
    const first = threadIn(await samplesOnce(session, (samples) => threadIn(samples) !== undefined))
    const told = session.events()
    const second = threadIn(await session.sampleAll())
    const counted = await session.census()

    expect([first?.readings, second?.readings]).toEqual([{}, {}])
    expect(told.filter(({ kind }) => kind === 'unread')).toMatchObject([
      { process: THREAD, kind: 'unread' },
    ])
    expect(told.find(({ kind }) => kind === 'unread')?.message).toMatch(
      /^Thread 1 of main of '.*' cannot be read: it waits in native code/,
    )
    expect(session.events().filter(({ kind }) => kind === 'unread')).toEqual([])
    expect(counted.map(({ process }) => process)).toEqual(['main'])
  },
)
