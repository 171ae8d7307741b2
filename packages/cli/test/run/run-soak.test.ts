import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TargetError } from '@plateau/core'
import { expect, test } from 'vitest'
import { judgeRun } from '../../src/run/judge-run.ts'
import type { RunRecord, SampleRecord } from '../../src/run/run-record.ts'
import { testFolder } from '../command/run-plateau.ts'
import { planOf, sampleOf, scriptedTarget, soak } from './scripted-soak.ts'

const FLAT = 5_000_000

function samplesIn(records: readonly RunRecord[]): readonly SampleRecord[] {
  return records.filter((record) => record.type === 'sample')
}

test('readings that level off are a plateau, over exactly the iterations that were asked for', async () => {
  const { end, records } = await soak(planOf(scriptedTarget(() => ({ heap: FLAT }))))

  expect(end).toMatchObject({ reason: 'done', iterations: 4800 })
  expect(end.verdicts).toMatchObject([
    { process: 'main', verdict: { kind: 'plateau', iterations: 4000 } },
  ])
  expect(samplesIn(records).map(({ iterations }) => iterations)).toEqual([
    0, 800, 1800, 2800, 3800, 4300, 4800,
  ])
})

test('a level that rises is read as often as a trend needs from then on, with the usual number of samples', async () => {
  const target = scriptedTarget((iterations) => ({
    heap: FLAT + 1000 * Math.max(0, iterations - 2000),
  }))
  const { records } = await soak(planOf(target))
  const judged = samplesIn(records).filter(({ iterations }) => iterations >= 800)

  expect(judged.slice(0, 5).map(({ iterations }) => iterations)).toEqual([
    800, 1800, 2800, 2942, 3084,
  ])
  expect(judged.length).toBeGreaterThanOrEqual(17)
})

test('readings that grow are growth, with the time that is left until the limit', async () => {
  const target = scriptedTarget((iterations) => ({ heap: FLAT + 100 * iterations }))
  const { end } = await soak(planOf(target, { limitBytes: 512 * 2 ** 20 }))

  const [judged] = end.verdicts
  expect(judged?.verdict).toMatchObject({ kind: 'growth', growth: [{ probe: 'heap' }] })
  expect(judged?.limitReachedMs?.at).toBeGreaterThan(0)
})

test('growth that is tolerated, and probes that are not judged, are no growth', async () => {
  const target = scriptedTarget((iterations) => ({ heap: FLAT + 100 * iterations }))
  const { end } = await soak(planOf(target, { tolerate: { heap: 101 } }))

  expect(end.verdicts).toMatchObject([{ verdict: { kind: 'plateau' } }])
})

test('the file is judged as the run was', async () => {
  const { end, records } = await soak(
    planOf(scriptedTarget((iterations) => ({ heap: FLAT + 100 * iterations }))),
  )
  const again = records.map((record) => JSON.parse(JSON.stringify(record)) as RunRecord)

  expect(judgeRun(again)).toEqual(end.verdicts)
})

test("growth that the project's ledger accepts is none, and the file says the same later", async () => {
  const cwd = testFolder()
  const leak = { match: { probe: 'heap' }, maxPerIteration: 101, reason: 'issue 41' }
  const ledger = { known: [{ ...leak, until: '2099-12-31' }] }
  writeFileSync(join(cwd, 'plateau.known.json'), JSON.stringify(ledger))
  const plan = planOf(scriptedTarget((iterations) => ({ heap: FLAT + 100 * iterations })))
  const { end, records } = await soak(plan, undefined, cwd)

  expect(end.verdicts).toMatchObject([{ verdict: { kind: 'plateau', known: [leak] } }])
  expect(judgeRun(records)).toEqual(end.verdicts)
})

test('growth that the ledger accepted until yesterday is growth, and says so', async () => {
  const cwd = testFolder()
  const leak = { match: { probe: 'heap' }, maxPerIteration: 101, reason: 'issue 41' }
  const ledger = { known: [{ ...leak, until: '2020-01-01' }] }
  writeFileSync(join(cwd, 'plateau.known.json'), JSON.stringify(ledger))
  const plan = planOf(scriptedTarget((iterations) => ({ heap: FLAT + 100 * iterations })))
  const { end } = await soak(plan, undefined, cwd)

  expect(end.verdicts).toMatchObject([
    {
      verdict: {
        kind: 'growth',
        notes: ['A known leak was accepted until 2020-01-01 only: issue 41.'],
      },
    },
  ])
})

test('samples that fail are on record as empty ones, and the run is no pass', async () => {
  let calls = 0
  const target = scriptedTarget(() => {
    // Each round is tried twice.
    if (++calls > 10 && calls < 22 && calls % 4 < 2) throw new TargetError('it was busy.')
    return { heap: FLAT }
  })
  const { end, records } = await soak(planOf(target, { iterationsPerCheckpoint: 250 }))

  expect(records).toContainEqual(
    expect.objectContaining({ kind: 'gap', message: 'A sample could not be taken: it was busy.' }),
  )
  expect(samplesIn(records).some(({ readings }) => readings.heap === undefined)).toBe(true)
  expect(end.verdicts).toMatchObject([{ verdict: { kind: 'unsettled', reason: 'samples' } }])
})

test('a target that cannot be sampled at all fails the run', async () => {
  const target = scriptedTarget(() => {
    throw new TargetError('it has no inspector.')
  })
  const { end } = await soak(planOf(target))

  expect(end).toMatchObject({
    reason: 'target',
    message: "Target 'scripted' could not be sampled 3 times in a row.",
    verdicts: [],
  })
})

test('readings that are no numbers are missing ones', async () => {
  const { end } = await soak(planOf(scriptedTarget(() => ({ heap: Number.NaN }))))

  expect(end.verdicts.map(({ verdict }) => verdict.kind)).not.toContain('plateau')
})

test('every process is judged for itself', async () => {
  let done = 0
  const target = scriptedTarget(() => ({}), {
    async run(iterations) {
      done += iterations
      return iterations
    },
    sampleAll: async () => [
      sampleOf('main', { heap: FLAT }),
      sampleOf('worker 1', { heap: FLAT + 500 * done }),
    ],
  })
  const { end } = await soak(planOf(target))

  expect(end.verdicts).toMatchObject([
    { process: 'main', verdict: { kind: 'plateau' } },
    { process: 'worker 1', verdict: { kind: 'growth' } },
  ])
})

test('stores are counted at the start, at every quarter and at the end', async () => {
  let done = 0
  const target = scriptedTarget(() => ({ heap: FLAT }), {
    async run(iterations) {
      done += iterations
      return iterations
    },
    census: async () => [{ process: 'main', stores: [{ container: 'Map #1', entries: done }] }],
  })
  const { end, records } = await soak(planOf(target))

  const counted = records.flatMap((record) => (record.type === 'census' ? [record.iterations] : []))
  // The first of all finds what is counted.
  expect(counted).toEqual([0, 800, 1800, 2800, 3800, 4800])
  expect(end.verdicts[0]?.verdict).toMatchObject({ kind: 'growth' })
})

test('stores are looked for anew once the heap has risen, and counted at every quarter of the rest', async () => {
  let done = 0
  let isFound = false
  const target = scriptedTarget(() => ({}), {
    async run(iterations) {
      done += iterations
      return iterations
    },
    sample: async () => ({ heap: FLAT + 100 * done }),
    async census(how) {
      isFound ||= how === 'anew'
      const stores = isFound ? [{ container: 'Map #1', entries: done }] : []
      return [{ process: 'main', stores }]
    },
  })
  const { end, records } = await soak(planOf(target))

  const counted = records.flatMap((record) => (record.type === 'census' ? [record.iterations] : []))
  expect(counted).toEqual([0, 800, 1800, 2600, 3400, 4200, 4800])
  expect(end.verdicts[0]?.verdict).toMatchObject({
    kind: 'growth',
    growth: [{ probe: 'heap', types: ['Map #1'] }],
  })
})

test('growth is explained by its target, and a failed explanation leaves the growth', async () => {
  const grows = (iterations: number) => ({ heap: FLAT + 100 * iterations })
  const culprit = {
    type: 'Session',
    perIteration: { objects: 1, bytes: 100 },
    path: [],
    fingerprint: 'f',
  }
  const told = await soak(planOf(scriptedTarget(grows, { explain: async () => [culprit] })))
  const failed = await soak(
    planOf(scriptedTarget(grows, { explain: () => Promise.reject(new Error('no profile')) })),
  )

  expect(told.end.verdicts[0]?.verdict).toMatchObject({ kind: 'growth', culprits: [culprit] })
  expect(failed.end.verdicts[0]?.verdict).toMatchObject({ kind: 'growth', culprits: [] })
  expect(failed.records).toContainEqual(
    expect.objectContaining({ message: 'Its growth was not explained: no profile' }),
  )
})

test('a run that shall fail fast ends early for growth, and never for a plateau', async () => {
  const grows = scriptedTarget((iterations) => ({ heap: FLAT + 20_000 * iterations }))
  const fast = await soak(planOf(grows, { isFailingFast: true, limitBytes: 100_000_000 }))
  const level = await soak(
    planOf(
      scriptedTarget(() => ({ heap: FLAT })),
      { isFailingFast: true },
    ),
  )

  expect(fast.end.iterations).toBeLessThan(4800)
  expect(fast.end.verdicts).toMatchObject([{ verdict: { kind: 'growth' } }])
  expect(level.end.iterations).toBe(4800)
})

test('a target that ends by itself fails the run with its own words, which no record keeps', async () => {
  const output = 'These were its words: token=hunter2'
  const target = scriptedTarget(() => ({ heap: FLAT }), {
    run: () => Promise.reject(new TargetError('connection lost')),
    ended: Promise.resolve(new TargetError('It ended by itself with code 3.', { output })),
  })
  const { end, told, records } = await soak(planOf(target))

  expect(end).toMatchObject({
    reason: 'target',
    message: `It ended by itself with code 3. ${ON_CONSOLE}`,
  })
  expect(told).toContain('hunter2')
  expect(JSON.stringify(records)).not.toContain('hunter2')
})

const ON_CONSOLE = 'What it printed or answered was told on the console.'

test.each([
  ['a load', new TargetError('It failed.', { output: 'token=hunter2' })],
  ['the target', new TargetError('It failed.\ntoken=hunter2')],
])('whatever the words, no record keeps the output that %s fails with', async (_, error) => {
  const target = scriptedTarget(() => ({ heap: FLAT }), { run: () => Promise.reject(error) })
  const { end, told, records } = await soak(planOf(target))

  expect(end.message).toMatch(/^It failed\./)
  expect(told).toContain('hunter2')
  expect(JSON.stringify(records)).not.toContain('hunter2')
})

test('what is not judged is told by its kind, whatever its words', async () => {
  const unmeasured = [
    { kind: 'other-processes', message: 'A check judges one process.' },
    { kind: 'readings', message: 'Nothing but plateau soak knows.' },
  ] as const
  const sampleAll = async () => [sampleOf('main', { heap: FLAT })]
  const { records } = await soak(
    planOf(scriptedTarget(() => ({ heap: FLAT }), { unmeasured, sampleAll })),
  )

  const told = records.flatMap((record) =>
    record.type === 'event' && record.kind === 'unmeasured' ? [record.message] : [],
  )
  expect(told).toEqual(['Nothing but plateau soak knows.'])
})

test('an interrupted run keeps no plateau, but the growth that was proved', async () => {
  const kinds = [0, 100].map(async (perIteration) => {
    const controller = new AbortController()
    let legs = 0
    let done = 0
    const target = scriptedTarget(() => ({ heap: FLAT + perIteration * done }), {
      async run(iterations) {
        if (++legs === 15) controller.abort('SIGINT')
        done += iterations
        return iterations
      },
    })
    const { end } = await soak(planOf(target, { iterationsPerCheckpoint: 250 }), controller.signal)
    expect(end.reason).toBe('interrupted')
    return end.verdicts.map(({ verdict }) => verdict.kind)
  })

  expect(await Promise.all(kinds)).toEqual([[], ['growth']])
})

test('a run by time finds its warm-up on its way and ends when the time is over', async () => {
  const target = scriptedTarget(() => ({ heap: FLAT }), {
    // A millisecond each.
    async run(iterations) {
      await new Promise((resolve) => setTimeout(resolve, iterations))
      return iterations
    },
  })
  const { end, records } = await soak(planOf(target, { iterations: undefined, durationMs: 1500 }))

  expect(end.reason).toBe('done')
  expect(
    records.filter((record) => record.type === 'event' && record.kind === 'warmed-up'),
  ).toHaveLength(1)
  expect(end.verdicts).toHaveLength(1)
})

test('load of others is counted by seconds where nothing counts it', async () => {
  const external = {
    kind: 'external',
    counter: undefined,
    command: undefined,
    url: undefined,
    cwd: '.',
  } as const
  const plan = planOf(
    scriptedTarget(() => ({ heap: FLAT })),
    {
      mode: 'continuous',
      driver: external,
      iterations: undefined,
      durationMs: 2500,
    },
  )
  const { end, records } = await soak(plan)

  expect(end.reason).toBe('done')
  expect(end.iterations).toBeGreaterThan(0)
  expect(records).toContainEqual(
    expect.objectContaining({
      message: 'No counter tells of the iterations of this load: one second counts as one.',
    }),
  )
})

test('an error of Plateau itself is told as such', async () => {
  const target = scriptedTarget(() => ({ heap: FLAT }), {
    run: () => Promise.reject(new TypeError('x is undefined')),
  })
  const { end, told } = await soak(planOf(target))

  expect(end).toMatchObject({
    reason: 'harness',
    message: 'Plateau failed itself: x is undefined.',
  })
  expect(told).toContain('Plateau failed itself, which says nothing of the target')
})

test('a mistake in the sampling is Plateau’s own, not the target’s', async () => {
  const target = scriptedTarget(() => {
    throw new ReferenceError('engine is not defined')
  })
  const { end } = await soak(planOf(target))

  expect(end.reason).toBe('harness')
})
