import { describe, expect, it } from 'vitest'
import { endsLevel, hasGrownMuch, type Reading } from '../../src/loop/level.ts'

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

  it('gives up before a leak fills the machine', () => {
    expect(hasGrownMuch(UNITS, readings([40, 0, 3], [80, 9 * 2 ** 20, 3]))).toBe(true)
    expect(hasGrownMuch(UNITS, readings([40, 0, 3], [80, 0, 60]))).toBe(true)
    expect(hasGrownMuch(UNITS, readings([40, 0, 3], [80, 2 ** 20, 40]))).toBe(false)
  })
})

function readings(
  ...given: readonly (readonly [completed: number, bytes: number, handles: number])[]
): readonly Reading[] {
  return given.map(([completed, ...values]) => ({ completed, values: Float64Array.from(values) }))
}
