import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CONVICTING_BYTES,
  deservesLook,
  hasPlainlyGrown,
  isNativeGrowing,
  judgeNativeBatches,
  NATIVE_BATCHES,
  nativeResolution,
  SUSPECT_RATE,
} from '../../src/plateau/native-growth.ts'

const KIB = 1024
const MIB = 1024 * KIB

it('names 16 MiB, 8 KiB and six batches for the plan that shares them', () => {
  expect([CONVICTING_BYTES, SUSPECT_RATE, NATIVE_BATCHES]).toEqual([16 * MIB, 8 * KIB, 6])
})

describe('a look in equal batches', () => {
  it('is deserved from 4 MiB, which allocators keep', () => {
    expect(deservesLook(grown(4 * MIB, 100))).toBe(true)
    expect(deservesLook(grown(4 * MIB - 1, 100))).toBe(false)
  })

  it('is deserved from 8 KiB per iteration', () => {
    expect(deservesLook(grown(8000 * KIB, 1000))).toBe(true)
    expect(deservesLook(grown(8000 * KIB - 1, 1000))).toBe(false)
  })

  it('is not deserved by what is tolerated', () => {
    expect(deservesLook(grown(16_000 * KIB, 1000, 8 * KIB))).toBe(true)
    expect(deservesLook(grown(16_000 * KIB, 1000, 8 * KIB + 1))).toBe(false)
  })

  it('is what the resolution is about', () => {
    expect(nativeResolution(grown(0, 1024))).toBe(8 * KIB)
    expect(nativeResolution(grown(0, 64))).toBe(64 * KIB)
    expect(nativeResolution(grown(0, 64, 100))).toBe(64 * KIB + 100)
    expect(nativeResolution(grown(0, 0))).toBe(Number.POSITIVE_INFINITY)
  })
})

it('has plainly grown by what six batches would convict it of', () => {
  expect(hasPlainlyGrown(grown(16 * MIB, 512))).toBe(true)
  expect(hasPlainlyGrown(grown(16 * MIB - 1, 100))).toBe(false)
  expect(hasPlainlyGrown(grown(16 * MIB, 513))).toBe(false)
  expect(hasPlainlyGrown(grown(16 * MIB, 100, 1))).toBe(false)
})

it('a batch grows from 4 KiB per iteration', () => {
  expect(isNativeGrowing(grown(400 * KIB, 100))).toBe(true)
  expect(isNativeGrowing(grown(400 * KIB - 1, 100))).toBe(false)
  expect(isNativeGrowing(grown(400 * KIB, 100, 1))).toBe(false)
})

describe('six batches', () => {
  it('convict from 32 KiB per iteration and 16 MiB in all', () => {
    expect(judge(repeated(3 * MIB), 96)).toBe('growth')
    expect(judge(repeated(3 * MIB - 1), 96)).toBe('suspect')
    expect(judge([3 * MIB, 3 * MIB, 3 * MIB, 3 * MIB, 3 * MIB, MIB], 64)).toBe('growth')
    expect(judge([3 * MIB, 3 * MIB, 3 * MIB, 3 * MIB, 3 * MIB, MIB - 1], 64)).toBe('unproved')
  })

  it('never convict when one did not grow', () => {
    expect(judge([6 * MIB, 6 * MIB, 6 * MIB, 6 * MIB, 6 * MIB, 64 * 4 * KIB - 1], 64)).toBe(
      'plateau',
    )
  })

  it('never convict when they slow down by half, as an allocator that fills', () => {
    expect(judge([4 * MIB, 4 * MIB, 4 * MIB, 2 * MIB, 2 * MIB, 2 * MIB], 64)).toBe('growth')
    expect(judge([4 * MIB, 4 * MIB, 4 * MIB, 2 * MIB, 2 * MIB, 2 * MIB - 1], 64)).toBe('suspect')
  })

  it('are suspect from 8 KiB per iteration', () => {
    expect(judge(repeated(MIB), 128)).toBe('suspect')
    expect(judge(repeated(MIB - 1), 128)).toBe('plateau')
  })

  it('are not suspect below 4 MiB in all', () => {
    expect(judge(repeated(MIB), 16)).toBe('unproved')
    expect(judge(repeated(MIB / 2), 16)).toBe('plateau')
  })

  it('leave what is tolerated out', () => {
    expect(judge(repeated(8 * MIB), 128, 32 * KIB)).toBe('growth')
    expect(judge(repeated(8 * MIB), 128, 32 * KIB + 1)).toBe('suspect')
    expect(judge(repeated(8 * MIB), 128, 64 * KIB)).toBe('plateau')
  })
})

it('fewer batches are suspect at most', () => {
  expect(judge(repeated(8 * MIB).slice(1), 64)).toBe('suspect')
  expect(judge([], 64)).toBe('plateau')
})

it('no order of batches convicts when one of them fell', () => {
  const growing = fc.array(fc.integer({ min: 0, max: 100 * MIB }), { minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(growing, fc.integer({ min: -MIB, max: 0 }), fc.nat(5), (deltas, fall, at) => {
      expect(judge(deltas.toSpliced(at, 0, fall), 64)).toBe('plateau')
    }),
  )
})

it('any steady leak of 32 KiB or more is convicted once its batches are long enough', () => {
  fc.assert(
    fc.property(fc.integer({ min: 32 * KIB, max: 64 * MIB }), (rate) => {
      const iterations = Math.ceil(CONVICTING_BYTES / NATIVE_BATCHES / rate)

      expect(judge(repeated(rate * iterations), iterations)).toBe('growth')
    }),
  )
})

function grown(grownBytes: number, iterations: number, toleratedPerIteration = 0) {
  return { grownBytes, iterations, toleratedPerIteration }
}

function repeated(delta: number): readonly number[] {
  return Array.from({ length: NATIVE_BATCHES }, () => delta)
}

function judge(deltas: readonly number[], iterationsPerBatch: number, toleratedPerIteration = 0) {
  return judgeNativeBatches({ deltas, iterationsPerBatch, toleratedPerIteration })
}
