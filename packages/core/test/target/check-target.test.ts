import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assertNoLeak,
  checkLeak,
  describeVerdict,
  type LeakOptions,
  startCheck,
  type Verdict,
} from '../../src/index.ts'
import { type Script, scriptedTarget } from './scripted-target.ts'

const LEVEL: Script = { heap: () => 4e6, nodes: () => 12, listeners: () => 3 }

function check(script: Script, options: LeakOptions = {}): Promise<Verdict> {
  return checkLeak(scriptedTarget(script), options)
}

function grown(verdict: Verdict): Record<string, number> {
  if (verdict.kind !== 'growth') throw new Error(describeVerdict(verdict))
  return Object.fromEntries(verdict.growth.map(({ probe, perIteration }) => [probe, perIteration]))
}

describe('a target whose probes are level', () => {
  it('levels off', async () => {
    const target = scriptedTarget(LEVEL)

    const verdict = await checkLeak(target)

    expect(verdict.kind).toBe('plateau')
    expect(verdict.series.map(({ probe }) => probe)).toEqual(['heap', 'nodes', 'listeners'])
    expect(verdict.resolution).toEqual({
      heap: expect.any(Number),
      nodes: expect.any(Number),
      listeners: expect.any(Number),
    })
    expect(target.calls).toEqual(['open', 'close'])
  })

  it('levels off whatever its readings are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1e9), fc.nat(1e6), async (heap, nodes) => {
        const verdict = await check({ heap: () => heap, nodes: () => nodes })

        expect(verdict.kind).toBe('plateau')
      }),
      { numRuns: 30 },
    )
  })

  it('levels off after a cache of any size up to the iterations it may take is full', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), async (limit) => {
        const verdict = await check({ nodes: (done) => 7 * Math.min(done, limit) })

        expect(verdict.kind).toBe('plateau')
      }),
      { numRuns: 30 },
    )
  })

  it('may fall', async () => {
    expect((await check({ nodes: (done) => Math.max(0, 5000 - done), heap: () => 1e6 })).kind).toBe(
      'plateau',
    )
  })
})

describe('a target that grows', () => {
  it.each([1, 2, 13])(
    'by %d nodes in every iteration is growth at exactly that rate',
    async (n) => {
      expect(grown(await check({ ...LEVEL, nodes: (done) => n * done }))).toEqual({ nodes: n })
    },
  )

  it('grows whatever it started from', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), fc.integer({ min: 1, max: 500 }), async (start, rate) => {
        const verdict = await check({ listeners: (done) => start + rate * done })

        expect(grown(verdict)).toEqual({ listeners: rate })
      }),
      { numRuns: 30 },
    )
  })

  it('by one node in a few iterations is growth', async () => {
    const { nodes } = grown(await check({ nodes: (done) => Math.floor(done / 7) }))

    expect(nodes).toBeCloseTo(1 / 7, 2)
  })

  it('counts bytes as growth too where a count beside them grows', async () => {
    const verdict = await check({ heap: (done) => 1e6 + 28 * done, listeners: (done) => done })

    expect(grown(verdict)).toEqual({ heap: 28, listeners: 1 })
  })

  it('by bytes alone is growth from 32 per iteration on, and a suspect below', async () => {
    expect(grown(await check({ heap: (done) => 40 * done }))).toEqual({ heap: 40 })
    expect(await check({ heap: (done) => 20 * done })).toMatchObject({
      kind: 'unsettled',
      reason: 'suspect',
      suspects: [{ probe: 'heap', perIteration: 20 }],
    })
  })

  it('by few bytes is growth where surviving objects account for them', async () => {
    const target = scriptedTarget(
      { heap: (done) => 20 * done },
      {
        evidence: async (iterations) => ({
          survivors: {
            first: { iterations, objects: iterations, bytes: 20 * iterations },
            second: { iterations: 2 * iterations, objects: 2 * iterations, bytes: 40 * iterations },
          },
        }),
      },
    )

    expect(grown(await checkLeak(target))).toEqual({ heap: 20 })
  })

  it('by few bytes is growth where a store of numbers gains entries', async () => {
    const target = scriptedTarget(
      { heap: (done) => 8 * 2 ** Math.ceil(Math.log2(done + 1)) },
      {
        evidence: async (iterations) => ({
          stores: [
            {
              container: 'Array',
              gains: [iterations, iterations, iterations],
              iterationsPerBatch: iterations,
            },
          ],
        }),
      },
    )

    expect(Object.keys(grown(await checkLeak(target)))).toEqual(['heap'])
  })

  it('is a plateau where a re-run finds nothing that survives and the steps are uneven', async () => {
    const target = scriptedTarget(
      { heap: (done) => 3000 * Math.floor(Math.log2(done + 1) * 3) },
      {
        evidence: async (iterations) => ({
          survivors: {
            first: { iterations, objects: 0, bytes: 0 },
            second: { iterations: 2 * iterations, objects: 0, bytes: 0 },
          },
          stores: [],
        }),
      },
    )

    expect((await checkLeak(target)).kind).not.toBe('growth')
  })

  it.each([
    ['steady', (done: number) => 40 * done],
    ['uneven', (done: number) => 3000 * Math.floor(Math.log2(done + 1) * 3)],
  ])('by %s bytes is no growth where only the strays of a page survive', async (_, heap) => {
    const survivors = (first: number, second: number, per: number) => ({
      first: { iterations: per, objects: first, bytes: 452 },
      second: { iterations: 2 * per, objects: second, bytes: 4896 },
    })
    const strays = scriptedTarget(
      { heap },
      {
        evidence: async (iterations) => ({ survivors: survivors(13, 19, iterations), stores: [] }),
      },
    )

    expect((await checkLeak(strays)).kind).not.toBe('growth')
  })

  it('never is growth by a noisy probe alone', async () => {
    const verdict = await checkLeak(
      scriptedTarget(
        { rss: (done) => 1000 * done },
        { probes: [{ name: 'rss', unit: 'bytes', noise: 'noisy', floorPerIteration: 0 }] },
      ),
    )

    expect(verdict).toMatchObject({ kind: 'unsettled', reason: 'suspect' })
  })

  it('by bytes alone is unsettled after so few iterations that a cache may still be filling', async () => {
    const slow = {
      run: async (iterations: number) => {
        await new Promise((resolve) => setTimeout(resolve, 20 * iterations))
        return iterations
      },
    }
    const options = { timeLimitMs: 3000 }

    const bytes = await checkLeak(scriptedTarget({ heap: () => 0 }, slow), options)
    let done = 0
    const filling = scriptedTarget(
      { heap: () => 40 * done },
      {
        run: async (iterations) => {
          done += iterations
          return slow.run(iterations)
        },
      },
    )

    expect(bytes.kind).not.toBe('growth')
    expect(await checkLeak(filling, options)).toMatchObject({ kind: 'unsettled', reason: 'time' })
  })

  it('is level up to the floor of its probe', async () => {
    const probes = [
      { name: 'heap', unit: 'bytes', noise: 'bounded', floorPerIteration: 50 },
    ] as const
    expect((await checkLeak(scriptedTarget({ heap: (done) => 45 * done }, { probes }))).kind).toBe(
      'plateau',
    )
    expect((await checkLeak(scriptedTarget({ heap: (done) => 55 * done }, { probes }))).kind).toBe(
      'growth',
    )
  })
})

describe('the options of a check', () => {
  const leaky: Script = { nodes: (done) => done }

  it('tolerate a rate', async () => {
    expect((await check(leaky, { tolerate: { nodes: 1 } })).kind).toBe('plateau')
    expect((await check(leaky, { tolerate: { nodes: 0.5 } })).kind).toBe('growth')
  })

  it('judge only the probes that are named', async () => {
    const verdict = await check({ ...leaky, heap: () => 1e6 }, { probes: ['heap'] })

    expect(verdict.kind).toBe('plateau')
    expect(verdict.series.map(({ probe }) => probe)).toEqual(['heap'])
  })

  it('run exactly the iterations that are asked for after the warm-up', async () => {
    const target = scriptedTarget(leaky)

    const verdict = await checkLeak(target, { iterations: 40, warmUp: 3 })

    expect(verdict).toMatchObject({ kind: 'growth', iterations: 40 })
    expect(target.completed()).toBe(43)
  })

  it('never run more than maxIterations', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: 4000 }), async (maxIterations) => {
        const target = scriptedTarget(leaky)

        await checkLeak(target, { maxIterations })

        expect(target.completed()).toBeLessThanOrEqual(maxIterations)
      }),
      { numRuns: 50 },
    )
  })

  it('let a bounded store fill', async () => {
    const script: Script = { nodes: (done) => Math.min(done, 20_000) }

    expect((await check(script)).kind).toBe('growth')
    expect((await check(script, { bounded: 20_000 })).kind).toBe('plateau')
    expect((await check(leaky, { bounded: 1000 })).kind).toBe('growth')
  })

  it('abort', async () => {
    const controller = new AbortController()
    const target = scriptedTarget(LEVEL, {
      run: (iterations, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(iterations - 1))
          controller.abort(new Error('no longer wanted'))
        }),
    })

    await expect(checkLeak(target, { signal: controller.signal })).rejects.toThrow(
      'no longer wanted',
    )
    expect(target.calls).toEqual(['open', 'close'])
  })

  it('end a run that takes longer than the time limit as unsettled', async () => {
    const target = scriptedTarget(LEVEL, { run: () => new Promise(() => {}) })

    const verdict = await checkLeak(target, { timeLimitMs: 100 })

    expect(verdict).toMatchObject({ kind: 'unsettled', reason: 'time' })
    expect(target.calls).toEqual(['open', 'close'])
  })

  it('refuse a probe that the target does not read', async () => {
    expect(() =>
      startCheck(scriptedTarget(leaky), { probes: ['fds'] }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[MisuseError: The probe 'fds' is not read in target 'scripted': it is judged by nodes.]`,
    )
    expect(() =>
      startCheck(scriptedTarget(leaky), { throws: true }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[MisuseError: throws belongs to a scenario in this process: let target 'scripted' catch what its iterations are meant to throw.]`,
    )
  })
})

describe('a target that fails', () => {
  it('ends the check with its own error, and is closed', async () => {
    const target = scriptedTarget(LEVEL, { run: () => Promise.reject(new Error('page crashed')) })

    await expect(checkLeak(target)).rejects.toThrow('page crashed')
    expect(target.calls).toEqual(['open', 'close'])
  })

  it('ends the check when a sample could not be taken', async () => {
    await expect(
      checkLeak(scriptedTarget(LEVEL, { sample: async () => ({ heap: 1, nodes: 2 }) })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TargetError: Target 'scripted' gave no reading of 'listeners': received undefined.]`,
    )
    await expect(
      checkLeak(scriptedTarget({ heap: () => Number.NaN })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TargetError: Target 'scripted' gave no reading of 'heap': received NaN.]`,
    )
  })

  it('ends the check when it stops by itself', async () => {
    await expect(
      checkLeak(scriptedTarget(LEVEL, { run: async (iterations) => Math.min(iterations, 3) })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TargetError: Target 'scripted' stopped after 3 of 4 iterations without a reason.]`,
    )
  })

  it('ends the check when it cannot be closed', async () => {
    const target = scriptedTarget(LEVEL, { close: () => Promise.reject(new Error('still there')) })

    await expect(checkLeak(target)).rejects.toThrow('still there')
  })

  it('is refused before it is opened when nothing could judge it', async () => {
    await expect(
      checkLeak(scriptedTarget(LEVEL, { schedule: 'checkpoints' })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[MisuseError: Target 'scripted' is judged by checkpoints, which take a soak of hours rather than a check. Use a target that can be driven by iterations.]`,
    )
    await expect(
      checkLeak(scriptedTarget(LEVEL, { schedule: 'now and then' as never })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[MisuseError: The schedule of target 'scripted' must be one of doubling-then-equal, equal-legs, checkpoints, received "now and then".]`,
    )
    await expect(
      checkLeak(scriptedTarget(LEVEL, { probes: [] })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[MisuseError: Target 'scripted' must have at least one probe, received an array of 0.]`,
    )
  })

  it('is closed when it opens after the check has ended', async () => {
    const calls: string[] = []
    const { signal, abort } = abortable()
    const late = scriptedTarget(LEVEL, { close: async () => void calls.push('closed') })
    let letOpen = (): void => {}
    const opening = new Promise<void>((resolve) => {
      letOpen = resolve
    })
    const target = { ...late, open: () => opening.then(() => late.open({} as never)) }

    const check = checkLeak(target, { signal })
    setTimeout(abort, 10)
    await expect(check).rejects.toThrow('enough')
    letOpen()
    await new Promise((resolve) => setTimeout(resolve, 10))

    expect(calls).toEqual(['closed'])
  })
})

describe('an explanation', () => {
  const culprit = {
    type: 'Widget',
    perIteration: { objects: 1, bytes: 40 },
    path: [],
    fingerprint: 'f',
  }

  it('belongs to the verdict of growth', async () => {
    const target = scriptedTarget({ nodes: (done) => done }, { explain: async () => [culprit] })

    expect(await checkLeak(target)).toMatchObject({ kind: 'growth', culprits: [culprit] })
  })

  it('may add sentences to the report', async () => {
    const target = scriptedTarget(
      { nodes: (done) => done },
      { explain: async () => ({ culprits: [], notes: ['Nothing was found.'], kept: [] }) },
    )

    const verdict = await checkLeak(target)

    expect(verdict).toMatchObject({ kind: 'growth', culprits: [], notes: ['Nothing was found.'] })
    expect(describeVerdict(verdict)).toContain('\n  Nothing was found.\n')
  })

  it('is not asked for when it is switched off', async () => {
    const target = scriptedTarget({ nodes: (done) => done }, { explain: async () => [culprit] })

    expect(await checkLeak(target, { explain: 'off' })).toMatchObject({ culprits: [] })
  })

  it('lets a known leak pass', async () => {
    const target = scriptedTarget({ nodes: (done) => done }, { explain: async () => [culprit] })
    const known = {
      match: { fingerprint: 'f' },
      maxPerIteration: 40,
      reason: 'the widget is rewritten',
      until: '9999-12-31',
    }

    expect(await checkLeak(target, { known: [known] })).toMatchObject({ kind: 'plateau' })
  })

  it('never changes the verdict by failing', async () => {
    const target = scriptedTarget(
      { nodes: (done) => done },
      { explain: () => Promise.reject(new Error('no stack')) },
    )

    expect(await checkLeak(target)).toMatchObject({ kind: 'growth', culprits: [] })
  })

  it('is not asked for after a plateau', async () => {
    const target = scriptedTarget(LEVEL, { explain: () => Promise.reject(new Error('asked')) })

    expect((await checkLeak(target)).kind).toBe('plateau')
  })
})

describe('equal legs', () => {
  const schedule = 'equal-legs'
  const AS_IN_GO = [
    { name: 'heap', unit: 'bytes', noise: 'exact', floorPerIteration: 0.5, strayPerSample: 4096 },
    { name: 'heapObjects', unit: 'count', noise: 'exact', floorPerIteration: 0.02 },
  ] as const

  it('are never longer than each other, after two short ones', async () => {
    const lengths: number[] = []
    const target = scriptedTarget(LEVEL, {
      schedule,
      run: async (iterations) => {
        lengths.push(iterations)
        return iterations
      },
    })

    expect((await checkLeak(target, { warmUp: 2 })).kind).toBe('plateau')
    expect(lengths).toEqual([1, 1, 16, 16, 512, 512, 512, 512, 512, 512])
  })

  it('find what grows equally in each of them', async () => {
    const target = scriptedTarget({ goroutines: (done) => 4 + done }, { schedule })

    expect(grown(await checkLeak(target))).toEqual({ goroutines: 1 })
  })

  it.each([300, 2000, 4500])('find no growth in a store of %d entries', async (limit) => {
    const script: Script = {
      heap: (done) => 4e6 + 64 * Math.min(done, limit),
      heapObjects: (done) => 500 + Math.min(done, limit),
    }

    expect((await checkLeak(scriptedTarget(script, { schedule }))).kind).toBe('plateau')
  })

  it('find growth that comes in steps for ever', async () => {
    const slice = (done: number): number => {
      let capacity = 512
      while (capacity < done) capacity = Math.floor(capacity * 1.25) + 192
      return 4e6 + 8 * capacity
    }

    const verdict = await checkLeak(scriptedTarget({ heap: slice }, { schedule }))

    expect(grown(verdict)['heap']).toBeGreaterThan(7)
  })

  it('wait for small objects to settle that add less than a word per iteration', async () => {
    const verdictOf = (objects: (done: number) => number): Promise<Verdict> =>
      checkLeak(
        scriptedTarget(
          { heap: (done) => 4e6 + 352 * objects(done), heapObjects: (done) => 500 + objects(done) },
          { schedule, probes: AS_IN_GO },
        ),
      )
    const settling = await verdictOf((done) => Math.floor(Math.min(done, 12_000) / 110))
    const endless = await verdictOf((done) => Math.floor(done / 110))

    expect(settling.kind).toBe('plateau')
    expect(grown(endless)['heap']).toBeCloseTo(3.2, 1)
  })

  it('see no climb in what a runtime keeps of its busiest moments', async () => {
    const marks = [2000, 3300, 4400]
    const heap = (done: number): number => 4e6 + 2e5 * marks.filter((at) => at <= done).length
    const kindOf = async (hasMarks: boolean): Promise<string> => {
      const spec = { name: 'heap', unit: 'bytes', noise: 'exact', floorPerIteration: 0 } as const
      const target = scriptedTarget({ heap }, { schedule, probes: [{ ...spec, hasMarks }] })
      return (await checkLeak(target)).kind
    }

    expect(await kindOf(false)).toBe('growth')
    expect(await kindOf(true)).toBe('plateau')
  })

  it('leave growth that becomes rarer unsettled while it is seen', async () => {
    const script: Script = { heapObjects: (done) => Math.floor(1000 * Math.log2(done + 1)) }

    const verdict = await checkLeak(scriptedTarget(script, { schedule }), { maxIterations: 3000 })

    expect(verdict.kind).toBe('unsettled')
  })

  it('are short where each iteration keeps much', async () => {
    const target = scriptedTarget({ heap: (done) => 2 ** 20 * done }, { schedule })

    await checkLeak(target)

    expect(target.completed()).toBeLessThan(400)
  })

  const LEGS = [1, 2, 3, 4, 5, 6, 7, 8]

  it('find what full collections hide', async () => {
    const hidden = (perIteration: number) => async (iterations: number) => ({
      iterations: LEGS.map((leg) => leg * iterations),
      readings: LEGS.map((leg) => 4e6 + leg * iterations * perIteration),
    })

    const leaking = scriptedTarget(LEVEL, { schedule, hidden: hidden(1024) })
    const level = scriptedTarget(LEVEL, { schedule, hidden: hidden(0) })

    expect(grown(await checkLeak(leaking))).toEqual({ heap: 1024 })
    expect((await checkLeak(level)).kind).toBe('plateau')
  })
})

describe('a session', () => {
  it('that reads fewer probes than its target is judged by those, and says what is missing', async () => {
    const message = 'File descriptors are not read here.'
    const unmeasured = [{ kind: 'readings', message }] as const
    const probes = [{ name: 'heap', unit: 'bytes', noise: 'exact', floorPerIteration: 0 }] as const
    const verdict = await checkLeak(scriptedTarget(LEVEL, { sessionProbes: probes, unmeasured }))

    expect(Object.keys(verdict.resolution)).toEqual(['heap'])
    expect(describeVerdict(verdict)).toContain('File descriptors are not read here.')
  })

  it('is allowed to stray by so much in a single reading', async () => {
    let samples = 0
    const script: Script = { heapObjects: () => 500 + 30 * (samples++ % 2) }
    const spec = {
      name: 'heapObjects',
      unit: 'count',
      noise: 'bounded',
      floorPerIteration: 0,
    } as const
    const strict = { probes: [spec], schedule: 'equal-legs' as const }
    const lenient = { ...strict, probes: [{ ...spec, strayPerSample: 40 }] }

    const kinds = []
    for (const changes of [strict, lenient]) {
      samples = 0
      const target = scriptedTarget(script, changes)
      kinds.push((await checkLeak(target, { maxIterations: 3200 })).kind)
    }

    expect(kinds).toEqual(['unsettled', 'plateau'])
  })
})

describe('assertNoLeak', () => {
  it('throws the message of the verdict', async () => {
    const target = scriptedTarget({ nodes: (done) => 100 + done })

    await expect(
      assertNoLeak(target, { iterations: 64 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [LeakError: expected scenario not to leak, but nodes grew +1 DOM node per iteration (95% interval 1 to 1, 64 iterations)
        nodes     ▁▅▅▆▇█  105 to 169 over iterations 5 to 69
        Drop every reference to a removed element: listeners, closures, maps and caches.]
    `)
  })
})

describe('checks', () => {
  it('of targets and scenarios take turns', async () => {
    let running = 0
    const most: number[] = []
    const busy = {
      run: async (iterations: number) => {
        running++
        await new Promise((resolve) => setTimeout(resolve, 1))
        most.push(running)
        running--
        return iterations
      },
    }
    await Promise.all([
      checkLeak(scriptedTarget(LEVEL, busy), { iterations: 8 }),
      checkLeak(
        async () => {
          most.push(running + 1)
        },
        { iterations: 8 },
      ),
      checkLeak(scriptedTarget(LEVEL, busy), { iterations: 8 }),
    ])

    expect(Math.max(...most)).toBe(1)
  })
})

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort(new Error('enough')) }
}
