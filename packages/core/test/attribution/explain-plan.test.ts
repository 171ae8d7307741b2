import { describe, expect, it } from 'vitest'
import {
  isSnapshotTight,
  MOST_SNAPSHOT_BYTES,
  planExplanation,
  whyNoSnapshot,
  whyNoWalk,
} from '../../src/attribution/explain-plan.ts'
import type { Growth } from '../../src/plateau/verdict.ts'

const IDLE: Parameters<typeof planExplanation>[0] = {
  leftMs: () => 10_000,
  iterationMs: 0.001,
  heapBytes: 10 * 2 ** 20,
  availableBytes: 2 ** 34,
  explain: 'auto',
}

describe('how growth is explained', () => {
  it('runs 40 iterations twice for a leak of an object per iteration', () => {
    expect(plan()).toEqual({
      kind: 'snapshot',
      iterations: 40,
      lineIterations: 20,
      note: undefined,
    })
  })

  it('runs more for a rarer leak, 20 000 at most', () => {
    expect(plan({}, [heap(4)])).toMatchObject({ iterations: 400, lineIterations: 200 })
    expect(plan({}, [heap(0.0001)])).toMatchObject({ iterations: 20_000 })
  })

  it('runs 24 for a leak of handles, a scarce good', () => {
    expect(
      plan({}, [heap(400), { probe: 'handles', perIteration: 1, interval: [1, 1] }]),
    ).toMatchObject({
      iterations: 24,
      lineIterations: 20,
    })
  })

  it('runs 12 for a copy that gets larger, of which one is alive', () => {
    expect(plan({}, [heap(4)], 'objects-get-larger')).toMatchObject({ iterations: 12 })
  })

  it('runs fewer where an iteration is slow, so that all take 0.4 of the time', () => {
    expect(plan({ iterationMs: 160 })).toMatchObject({ iterations: 10, lineIterations: 10 })
  })

  it('says that no time was left where not even 8 fit', () => {
    expect(plan({ iterationMs: 1000 })).toEqual({
      kind: 'none',
      note: "There was no time left to run the scenario again and explain the growth: raise the test's timeout or timeLimitMs.",
    })
  })

  it('samples over a few where what grows is known and 8 fit once', () => {
    const slow = { ...IDLE, iterationMs: 400 }
    const growth = { growth: [heap(400)], because: 'objects-are-kept' }

    expect(planExplanation(slow, growth, true)).toMatchObject({
      kind: 'sampling',
      iterations: 10,
      lineIterations: 10,
    })
    expect(planExplanation(slow, growth, false)).toMatchObject({ kind: 'none' })
  })

  it('walks through no heap of which a snapshot would take too long on any machine', () => {
    const rerun = { ...IDLE, heapBytes: 30 * 2 ** 20 }

    expect(whyNoWalk({ ...rerun, leftMs: () => 864 })).toBeUndefined()
    expect(whyNoWalk({ ...rerun, leftMs: () => 863 })).toBe(
      "Told without a snapshot: one of 30 MB would hardly have fitted into the 863 ms that were left. Raise the test's timeout or timeLimitMs to learn all that holds it.",
    )
    expect(whyNoWalk({ ...rerun, leftMs: () => 863, explain: 'full' })).toBeUndefined()
  })

  it('samples alone above 128 MiB, and says how to get a snapshot', () => {
    expect(MOST_SNAPSHOT_BYTES).toBe(128 * 2 ** 20)
    expect(plan({ heapBytes: 200 * 2 ** 20 })).toMatchObject({
      kind: 'sampling',
      note: "Told without a snapshot: the heap of 200 MB is too large for one. explain: 'full' takes one.",
    })
    expect(plan({ heapBytes: 200 * 2 ** 20, explain: 'full' })).toMatchObject({ kind: 'snapshot' })
  })

  it('samples alone where 16 times the heap is not free', () => {
    expect(plan({ availableBytes: 160 * 2 ** 20 })).toMatchObject({ kind: 'snapshot' })
    expect(plan({ availableBytes: 159 * 2 ** 20 })).toMatchObject({
      kind: 'sampling',
      note: "Told without a snapshot: the heap of 10 MB is too large for one in the memory that is free. explain: 'full' takes one.",
    })
  })

  it('gives a snapshot up that would take 24 times a walk through the heap, which takes longer on a busy machine', () => {
    const left = { leftMs: () => 4800, heapBytes: 10 * 2 ** 20, explain: 'auto' } as const

    expect(whyNoSnapshot(left, { wallMs: 200, cpuMs: 150 })).toBeUndefined()
    expect(whyNoSnapshot(left, { wallMs: 201, cpuMs: 150 })).toBe(
      "Told without a snapshot: one of 10 MB would hardly have fitted into the 4800 ms that were left. Raise the test's timeout or timeLimitMs to learn all that holds it.",
    )
    expect(
      whyNoSnapshot({ ...left, explain: 'full' }, { wallMs: 4800, cpuMs: 4800 }),
    ).toBeUndefined()
  })

  it('calls a snapshot tight that leaves less than half of its own time to what comes after it', () => {
    const left = { leftMs: () => 4800, explain: 'auto' } as const

    expect(isSnapshotTight(left, { wallMs: 133, cpuMs: 133 })).toBe(false)
    expect(isSnapshotTight(left, { wallMs: 134, cpuMs: 134 })).toBe(true)
    expect(isSnapshotTight({ ...left, explain: 'full' }, { wallMs: 134, cpuMs: 134 })).toBe(false)
  })

  it('takes a walk that was interrupted for three times its CPU time at most', () => {
    const left = { leftMs: () => 4800, heapBytes: 10 * 2 ** 20, explain: 'auto' } as const

    expect(whyNoSnapshot(left, { wallMs: 900, cpuMs: 66 })).toBeUndefined()
    expect(whyNoSnapshot(left, { wallMs: 900, cpuMs: 67 })).toBeDefined()
  })
})

function plan(
  rerun: Partial<Parameters<typeof planExplanation>[0]> = {},
  growth: readonly Growth[] = [heap(64)],
  because = 'objects-are-kept',
): ReturnType<typeof planExplanation> {
  return planExplanation({ ...IDLE, ...rerun }, { growth, because })
}

function heap(perIteration: number): Growth {
  return { probe: 'heap', perIteration, interval: [perIteration, perIteration] }
}
