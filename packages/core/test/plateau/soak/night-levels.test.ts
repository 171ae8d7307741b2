import { describe, expect, it } from 'vitest'
import { latestFall } from '../../../src/plateau/soak/night-fall.ts'
import {
  isMended,
  isStillUp,
  type Levels,
  levelsOf,
} from '../../../src/plateau/soak/night-levels.ts'
import { noiseBetween, withoutOdd } from '../../../src/plateau/soak/night-noise.ts'
import { jumpAtTheEnd, steadiestStep } from '../../../src/plateau/soak/night-step.ts'
import { medianOf } from '../../../src/plateau/soak/points.ts'
import { swing } from './made-up-run.ts'

const LEVEL = 50e6

/** Nights that swing by so much, and rise by so much from one of them on. */
function stepped(nights: number, at: number, { by = 0, noise = 0 }): number[] {
  return Array.from(
    { length: nights },
    (_, night) => LEVEL + noise * swing(night) + (night >= at ? by : 0),
  )
}

function levels(readings: readonly number[]): Levels {
  return { nights: [], readings, errors: [] }
}

function meanOf(readings: readonly number[]): number {
  return readings.reduce((sum, one) => sum + one, 0) / readings.length
}

function squaresOf(readings: readonly number[]): number {
  return readings.reduce((sum, one) => sum + (one - meanOf(readings)) ** 2, 0)
}

/** The least rise, to a thousandth, for which it holds. */
function least(holds: (by: number) => boolean): number {
  let [low, high] = [0, LEVEL]
  while (high - low > high / 10_000) {
    const middle = (low + high) / 2
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}

describe('a step', () => {
  const found = (nights: number, at: number, noise: number) =>
    least((by) => steadiestStep(stepped(nights, at, { by, noise }), 0) !== undefined)

  it('is 2.5 % of the level at least', () => {
    expect(found(14, 7, 0) / LEVEL).toBeCloseTo(1 / 40, 3)
  })

  it('reaches a t of 4.8 where few nights show it', () => {
    const readings = stepped(14, 11, { by: found(14, 11, 2e6), noise: 2e6 })
    const [before, after] = [readings.slice(0, 11), readings.slice(11)]
    const deviation = Math.sqrt((squaresOf(before) + squaresOf(after)) / 12)
    const error = deviation * Math.sqrt(1 / 11 + 1 / 3)

    expect((meanOf(after) - meanOf(before)) / error).toBeCloseTo(4.8, 2)
  })

  it('is 2.5 times the noise where many do', () => {
    expect(found(80, 40, 3e6) / (3e6 * Math.sqrt(80 / 78))).toBeCloseTo(2.5, 2)
  })

  it('has three nights on each side, and is still there in the last ones', () => {
    expect(steadiestStep(stepped(8, 3, { by: 5e6 }), 0)?.at).toBe(3)
    expect(steadiestStep(stepped(8, 5, { by: 5e6 }), 0)?.at).toBe(5)
    expect(steadiestStep(stepped(8, 2, { by: 5e6 }), 0)).toBeUndefined()
    expect(steadiestStep(stepped(8, 6, { by: 5e6 }), 0)).toBeUndefined()
    const over = stepped(12, 4, { by: 5e6 }).map((one, night) => (night > 9 ? LEVEL : one))
    expect(steadiestStep(over, 0)).toBeUndefined()
  })

  it('is more than what is not seen', () => {
    expect(steadiestStep(stepped(14, 7, { by: 5e6 }), 4.9e6)).toBeDefined()
    expect(steadiestStep(stepped(14, 7, { by: 5e6 }), 5.1e6)).toBeUndefined()
  })
})

describe('a jump at the end', () => {
  it('is one or two nights that are higher than 4.8 times the noise', () => {
    const jump = (nights: number, noise: number) =>
      least((by) => jumpAtTheEnd(stepped(14, 14 - nights, { by, noise }), 0) === 14 - nights)

    expect(jump(1, 0) / LEVEL).toBeCloseTo(1 / 40, 3)
    expect(jump(2, 0) / LEVEL).toBeCloseTo(1 / 40, 3)
    // The last night swings up, those before it by as much in both directions.
    expect((jump(1, 1e6) + 1e6 * swing(13)) / 1e6).toBeCloseTo(4.8 * Math.sqrt(13 / 12) - 1 / 13, 0)
  })
})

describe('a fall', () => {
  const falls = (nights: number, at: number, { by = 0, noise = 0 }) =>
    latestFall(levels(stepped(nights, at, { by: -by, noise })))

  it('is 2.5 % of the level at least, over three nights on each side', () => {
    expect(least((by) => falls(14, 7, { by }) !== undefined) / LEVEL).toBeCloseTo(1 / 40, 3)
    expect(falls(10, 7, { by: 5e6 })).toEqual({ at: 7, by: 5e6 })
    expect(falls(10, 3, { by: 5e6 })).toEqual({ at: 3, by: 5e6 })
    expect(falls(10, 8, { by: 5e6 })?.at).not.toBe(8)
    expect(falls(6, 3, { by: 5e6 })).toEqual({ at: 3, by: 5e6 })
  })

  it('is four times the noise at least', () => {
    for (let by = 0; by < 20e6; by += 250_000) {
      const readings = stepped(16, 8, { by: -by, noise: 2e6 })
      const fell = medianOf(readings.slice(5, 8)) - medianOf(readings.slice(8, 11))
      const isFall = fell > 4 * noiseBetween(readings)
      expect(latestFall(levels(readings)) !== undefined, `${by}`).toBe(isFall)
    }
  })

  it('is the latest of several', () => {
    const twice = [70, 70, 70, 70, 60, 60, 60, 60, 50, 50, 50, 50].map((one) => one * 1e6)

    expect(latestFall(levels(twice))).toEqual({ at: 8, by: 10e6 })
  })
})

describe('an odd night', () => {
  it('lies further than three times the noise from its neighbours', () => {
    for (let by = 0; by < 20e6; by += 250_000) {
      const readings = stepped(16, 16, { noise: 1e6 })
      readings[7] = LEVEL + by
      const near = medianOf(readings.slice(5, 10))
      const isOdd = Math.abs(LEVEL + by - near) > 3 * noiseBetween(readings)
      expect(withoutOdd(readings)[7], `${by}`).toBe(isOdd ? near : LEVEL + by)
    }
  })

  it('is one or two, never three', () => {
    const blip = (nights: number) =>
      Array.from({ length: 12 }, (_, night) => (night >= 5 && night < 5 + nights ? 9 : 1))

    expect(withoutOdd(blip(1))).toEqual(blip(0))
    expect(withoutOdd(blip(2))).toEqual(blip(0))
    expect(withoutOdd(blip(3))).toEqual(blip(3))
  })
})

describe('levels', () => {
  it('are still up where the last three nights are above the middle', () => {
    expect(isStillUp([1, 1, 1, 1, 1, 1, 1, 5, 5])).toBe(true)
    expect(isStillUp([1, 1, 1, 1, 1, 1, 5, 1, 5])).toBe(true)
    expect(isStillUp([1, 1, 1, 1, 1, 5, 5, 1, 1])).toBe(false)
    expect(isStillUp([1, 1, 1, 1, 1, 1, 1, 1, 5])).toBe(false)
  })

  it('are mended where the last three nights are within 1 % of the first', () => {
    const ended = (at: number) => isMended(levels([9, 100, 100, 130, 130, at, at, 150]))

    expect(ended(100.9)).toBe(true)
    expect(ended(101)).toBe(true)
    expect(ended(101.1)).toBe(false)
  })

  it('stray by what the spread and the number of their checkpoints leave open', () => {
    const settled = { median: 5, spread: 8, checkpoints: 16 }
    const night = { at: '2026-01-01T00:00:00Z', perIteration: 0, level: 4 }

    expect(levelsOf([{ ...night, settled }])).toMatchObject({ readings: [5], errors: [2.5] })
    expect(levelsOf([night])).toMatchObject({ readings: [4], errors: [0] })
  })
})
