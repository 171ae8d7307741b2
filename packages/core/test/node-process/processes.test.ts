import { expect, test } from 'vitest'
import { testOf, testOfWhole } from '../../../../test/whole.ts'
import type { GrowthVerdict } from '../../src/plateau/verdict.ts'
import { fixture, labelsOf, opened, samplesOnce } from './opened.ts'

const SLOW_START = 30_000

function heapOf(
  samples: readonly { process: string; readings: { heap?: number } }[],
  name: string,
) {
  return samples.find(({ process }) => process === name)?.readings.heap ?? Number.NaN
}

testOfWhole(
  'each worker of a cluster is read for itself, and one that is restarted is another',
  async () => {
    const session = await opened({ command: fixture('cluster.cjs'), drive: (s) => s.send('/leak') })
    const before = await samplesOnce(session, (samples) => samples.length === 3)
    expect(labelsOf(before)).toEqual(['main', 'worker 1', 'worker 2'])
    expect(before[0]?.process).toBe('main')

    await session.work(400)
    await session.sampleAll()
    await session.work(2000)
    const after = await session.sampleAll()

    for (const name of ['worker 1', 'worker 2']) {
      expect(heapOf(after, name) - heapOf(before, name)).toBeGreaterThan(1200 * 20)
    }

    session.events()
    const doomed = after.find(({ process }) => process === 'worker 1')?.pid as number
    process.kill(doomed, 'SIGKILL')
    const restarted = await samplesOnce(session, (samples) =>
      labelsOf(samples).includes('worker 3'),
    )

    expect(labelsOf(restarted)).toEqual(['main', 'worker 2', 'worker 3'])
    const told = session.events().map(({ process, kind }) => `${process} ${kind}`)
    expect(told).toEqual(['worker 1 ended', 'worker 3 came'])
  },
  SLOW_START,
)

testOfWhole(
  'threads and forks are read for themselves, and a child without the agent is told of',
  async () => {
    const session = await opened({ command: fixture('family.cjs'), request: ['/thread', '/fork'] })
    await session.work(500)
    const before = await samplesOnce(session, (samples) => samples.length === 3)
    expect(labelsOf(before)).toEqual(['child 1', 'main', 'thread 1 of main'])

    await session.work(4000)
    const after = await session.sampleAll()

    expect(heapOf(after, 'thread 1 of main') - heapOf(before, 'thread 1 of main')).toBeGreaterThan(
      4000 * 12,
    )
    expect(heapOf(after, 'child 1') - heapOf(before, 'child 1')).toBeGreaterThan(4000 * 12)
    const threadProbes = after.find(({ process }) => process.startsWith('thread'))?.probes
    expect(threadProbes?.map(({ name }) => name)).toEqual(['handles', 'heap', 'external'])
    // It is told once it can no longer be one that is just starting.
    const messages: string[] = []
    await expect
      .poll(
        async () => {
          await session.sampleAll()
          const told = session.events().filter(({ kind }) => kind === 'unmeasured')
          return messages.push(...told.map(({ message }) => message))
        },
        { timeout: 20_000 },
      )
      .toBe(1)
    expect(messages[0]).toMatch(
      /^Process \d+ \(node\) of '.*family\.cjs' is not measured: it is no Node process, or it was started without the NODE_OPTIONS of its parent\.$/,
    )
    expect(session.unmeasured?.[0]?.message).toContain('not child 1, thread 1 of main:')
  },
  SLOW_START,
)

/** As much of a verdict as an explanation needs. */
const GROWTH = {
  kind: 'growth',
  growth: [{ probe: 'heap', perIteration: 60, interval: [50, 70] }],
} as unknown as GrowthVerdict

for (const { name, script, request } of [
  { name: 'worker 2', script: 'cluster.cjs', request: '/leak' },
  { name: 'thread 1 of main', script: 'family.cjs', request: '/thread' },
]) {
  // `waiting-threads.test.ts` has a thread explained, too.
  testOf(name === 'worker 2')(`the growth of ${name} is explained by its own heap`, async () => {
    const session = await opened({ command: fixture(script), request })
    await samplesOnce(session, (samples) => labelsOf(samples).includes(name))
    await session.work(200)

    const { culprits, notes } = await session.explainProcess(name, GROWTH)

    expect(notes).toEqual([])
    expect(culprits[0]?.site?.file).toContain(script)
    expect(culprits[0]?.path.map((step) => step.name)).toContain('kept')
  })
}

test('of a process that has ended, the explanation says just that', async () => {
  const session = await opened({ command: fixture('server.cjs'), request: '/clean' })

  expect(await session.explainProcess('worker 7', GROWTH)).toEqual({
    culprits: [],
    notes: ['worker 7 has ended, so its growth cannot be explained.'],
  })
})
