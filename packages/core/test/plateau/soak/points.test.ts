import { describe, expect, it } from 'vitest'
import { blockMinima, judgedPoints, medianOf } from '../../../src/plateau/soak/points.ts'
import { seriesOf } from './made-up-run.ts'

describe('judgedPoints', () => {
  it('leaves out the warm-up, but not the sample at its end', () => {
    expect(judgedPoints(seriesOf([1, 2, 3, 4]), 2000).readings).toEqual([2, 3, 4])
  })

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, null as never])(
    'leaves out a sample of %s and makes none up',
    (missing) => {
      expect(judgedPoints(seriesOf([1, missing, 3]), 0)).toEqual({
        iterations: [1000, 3000],
        readings: [1, 3],
      })
    },
  )

  it('leaves out samples whose counter fell back, stood still or is no number', () => {
    const iterations = [10, 20, 20, 5, Number.NaN, 30]

    expect(judgedPoints(seriesOf([1, 2, 3, 4, 5, 6], { iterations }), 0).iterations).toEqual([
      10, 20, 30,
    ])
  })
})

describe('blockMinima', () => {
  const points = (count: number, reading: (at: number) => number) => ({
    iterations: Array.from({ length: count }, (_, at) => at),
    readings: Array.from({ length: count }, (_, at) => reading(at)),
  })

  it('takes the lower of two checkpoints, where it was read', () => {
    expect(
      blockMinima(
        points(6, (at) => (at % 2 ? 1 : 9)),
        'checkpoints',
      ),
    ).toEqual({
      iterations: [1, 3, 5],
      readings: [1, 1, 1],
    })
  })

  it('takes the earlier of two that are as low', () => {
    expect(
      blockMinima(
        points(4, () => 7),
        'checkpoints',
      ).iterations,
    ).toEqual([0, 2])
  })

  it('leaves out at the start what fills no block', () => {
    expect(
      blockMinima(
        points(5, (at) => at),
        'checkpoints',
      ).iterations,
    ).toEqual([1, 3])
  })

  it.each([
    ['checkpoints', 96, 48],
    ['checkpoints', 97, 32],
    ['checkpoints', 960, 48],
    ['continuous', 48, 24],
    ['continuous', 49, 16],
    ['continuous', 480, 24],
    ['envelope', 49, 16],
    ['envelope', 480, 24],
  ] as const)('makes of %s with %d samples %d blocks', (mode, samples, blocks) => {
    expect(
      blockMinima(
        points(samples, () => 0),
        mode,
      ).readings,
    ).toHaveLength(blocks)
  })
})

it('takes the middle, or what lies between the two in the middle', () => {
  expect(medianOf([3, 1, 2])).toBe(2)
  expect(medianOf([4, 1, 2, 3])).toBe(2.5)
  expect(medianOf([])).toBe(0)
})
