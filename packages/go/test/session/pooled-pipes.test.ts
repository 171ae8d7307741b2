import { describe, expect, it } from 'vitest'
import { followPipes } from '../../src/session/pooled-pipes.ts'

/** What each sample leaves open, of pairs of iterations and pipes that the collection closed. */
function leftOpenOf(samples: readonly (readonly [iterations: number, closed: number])[]): number[] {
  const pipes = followPipes()
  return samples.map(([iterations, closed]) => pipes.leftOpen(closed, iterations))
}

describe('pipes that a collection closes', () => {
  it('are of the pool of Go where they are as many after five iterations as after hundreds', () => {
    expect(
      leftOpenOf([
        [5, 4],
        [24, 4],
        [161, 6],
        [161, 8],
        [161, 4],
      ]),
    ).toEqual([0, 0, 0, 0, 0])
    expect(
      leftOpenOf([
        [5, 4],
        [22, 8],
        [3, 4],
        [3, 2],
      ]),
    ).toEqual([0, 0, 0, 0])
  })

  it('were left open where more iterations leave more', () => {
    expect(
      leftOpenOf([
        [5, 10],
        [24, 48],
        [161, 322],
        [161, 322],
      ]),
    ).toEqual([0, 48, 322, 322])
  })

  it('count beyond the pool where all runs are of about one length', () => {
    expect(
      leftOpenOf([
        [9, 18],
        [11, 22],
        [9, 18],
      ]),
    ).toEqual([0, 14, 10])
  })
})
