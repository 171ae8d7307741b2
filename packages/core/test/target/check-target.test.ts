import { describe, expect, it } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { assertNoLeak, checkLeak, describeVerdict, startCheck } from '../../src/index.ts'
import { type Script, scriptedTarget } from './scripted-target.ts'

const LEVEL: Script = { heap: () => 4e6, nodes: () => 12, listeners: () => 3 }

it('a target whose probes are level is opened, levels off and is closed', async () => {
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

describe('the options of a check', () => {
  const leaky: Script = { nodes: (done) => done }

  it('judge only the probes that are named', async () => {
    const verdict = await checkLeak(scriptedTarget({ ...leaky, heap: () => 1e6 }), {
      probes: ['heap'],
    })

    expect(verdict.kind).toBe('plateau')
    expect(verdict.series.map(({ probe }) => probe)).toEqual(['heap'])
  })

  it('run exactly the iterations that are asked for after the warm-up', async () => {
    const target = scriptedTarget(leaky)

    const verdict = await checkLeak(target, {
      iterations: 40,
      warmUp: 3,
      timeLimitMs: 400,
    })

    expect(verdict).toMatchObject({ kind: 'growth', iterations: 40 })
    expect(target.completed()).toBe(43)
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

describe('a session', () => {
  it('that reads fewer probes than its target is judged by those, and says what is missing', async () => {
    const message = 'File descriptors are not read here.'
    const unmeasured = [{ kind: 'readings', message }] as const
    const probes = [{ name: 'heap', unit: 'bytes', noise: 'exact', floorPerIteration: 0 }] as const
    const verdict = await checkLeak(scriptedTarget(LEVEL, { sessionProbes: probes, unmeasured }))

    expect(Object.keys(verdict.resolution)).toEqual(['heap'])
    expect(describeVerdict(verdict)).toContain('File descriptors are not read here.')
  })
})

describe('assertNoLeak', () => {
  it('throws the message of the verdict', async () => {
    const target = scriptedTarget({ nodes: (done) => 100 + done })

    await expect(
      assertNoLeak(target, { iterations: 64, timeLimitMs: 400 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [LeakError: expected scenario not to leak, but nodes grew +1 DOM node per iteration (95% interval 1 to 1, 64 iterations)
        nodes     ▁▃▄▄▅▅▆▆▇▇██  105 to 193 over iterations 5 to 93
        Drop every reference to a removed element: listeners, closures, maps and caches.]
    `)
  })
})

describe('checks', () => {
  testOfWhole('of targets and scenarios take turns', async () => {
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
