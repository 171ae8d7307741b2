import { describe, expect, it } from 'vitest'
import {
  endsLevel,
  growsSteadily,
  hasGrownMuch,
  READ_AFTER,
  type Reading,
} from '../../src/loop/level.ts'

const UNITS = ['bytes', 'count'] as const

describe('a quick look', () => {
  it('passes what is level over two doublings', () => {
    expect(endsLevel(UNITS, readings([40, 7000, 3], [80, 7016, 3], [160, 7000, 3]))).toBe(true)
  })

  it('passes nothing before', () => {
    expect(endsLevel(UNITS, readings([40, 7000, 3], [80, 7000, 3]))).toBe(false)
  })

  it('does not pass one object of each repetition', () => {
    const kept = (n: number) => [n, 7000 + 24 * n, 3] as const
    expect(endsLevel(UNITS, readings(kept(40), kept(80), kept(160), kept(320)))).toBe(false)
  })

  it('does not pass one object of every fourth repetition', () => {
    const kept = (n: number) => [n, 7000 + 6 * n, 3] as const
    expect(endsLevel(UNITS, readings(kept(40), kept(80), kept(160), kept(320)))).toBe(false)
  })

  it('does not pass a store that takes one step a doubling', () => {
    const steps = readings([40, 7000, 3], [80, 7512, 3], [160, 8536, 3], [320, 10_584, 3])
    expect(endsLevel(UNITS, steps)).toBe(false)
  })

  it('does not pass a number of each repetition, however its array takes room', () => {
    for (let before = 0; before < 170; before++) {
      const slots = (n: number) => [n, 7000 + 8 * roomFor(before + n), 3] as const
      for (const first of [40, 80, 160]) {
        expect(endsLevel(UNITS, readings(slots(first), slots(2 * first), slots(4 * first)))).toBe(
          false,
        )
      }
    }
  })

  it('passes less than three bytes of each repetition', () => {
    const kept = (n: number) => [n, 7000 + 2 * n, 3] as const
    expect(endsLevel(UNITS, readings(kept(20), kept(40), kept(80)))).toBe(true)
  })

  it('passes over what rose and fell back to the byte', () => {
    const spike = readings([40, 7000, 3], [80, 7000, 3], [160, 12_440, 3], [320, 7016, 3])
    expect(endsLevel(UNITS, spike)).toBe(true)
  })

  it('does not pass what fell, for it may hide what was kept', () => {
    const fell = readings([40, 17_000, 3], [80, 12_000, 3], [160, 9000, 3])
    expect(endsLevel(UNITS, fell)).toBe(false)
  })

  it('passes one stray handle, and none that every tenth repetition leaves', () => {
    expect(endsLevel(UNITS, readings([40, 7000, 3], [80, 7000, 4], [160, 7000, 4]))).toBe(true)
    expect(endsLevel(UNITS, readings([40, 7000, 3], [80, 7000, 7], [160, 7000, 15]))).toBe(false)
  })

  it('reads after equal windows, of which two stretches can be made at every doubling', () => {
    expect(READ_AFTER.slice(0, 5)).toEqual([1, 4, 8, 12, 16])
    for (let at = 4; at <= 64; at *= 2) expect(READ_AFTER).toContain(at)
    expect(READ_AFTER.at(-1)).toBe(96)
  })

  it('gives up on what rises in each of eight windows', () => {
    const kept = (bytes: number) =>
      Array.from({ length: 13 }, (_, n) => [40 * n, 7000 + 40 * bytes * n, 3] as const)
    expect(growsSteadily(UNITS, readings(...kept(16)))).toBe(true)
    expect(growsSteadily(UNITS, readings(...kept(16).slice(0, 12)))).toBe(false)
    expect(growsSteadily(UNITS, readings(...kept(7)))).toBe(false)
  })

  it('gives up before a leak fills the machine', () => {
    expect(hasGrownMuch(UNITS, readings([40, 0, 3], [80, 9 * 2 ** 20, 3]))).toBe(true)
    expect(hasGrownMuch(UNITS, readings([40, 0, 3], [80, 0, 60]))).toBe(true)
    expect(hasGrownMuch(UNITS, readings([40, 0, 3], [80, 2 ** 20, 40]))).toBe(false)
  })
})

/** Elements that V8 makes room for, growing an array by one at a time. */
function roomFor(length: number): number {
  let room = 0
  while (room < length) room += Math.floor((room + 1) / 2) + 16
  return room
}

function readings(
  ...given: readonly (readonly [completed: number, bytes: number, handles: number])[]
): readonly Reading[] {
  return given.map(([completed, ...values]) => ({ completed, values: Float64Array.from(values) }))
}
