import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fallsBack } from '../../src/plateau/fall-back.ts'

describe('readings fall back', () => {
  it('where one fall is a quarter of what grew', () => {
    expect(fallsBack([0, 0, 20_000, 15_000, 35_000], 20_000)).toBe(true)
    expect(fallsBack([0, 0, 20_000, 15_001, 35_000], 20_000)).toBe(false)
  })

  it('not by less than the runtime itself lets go', () => {
    expect(fallsBack([0, 0, 4096, 0], 0)).toBe(true)
    expect(fallsBack([0, 0, 4095, 0], 0)).toBe(false)
  })

  it('not with the first of them, which loses what starting left behind', () => {
    expect(fallsBack([1e6, 0, 10_000, 20_000], 20_000)).toBe(false)
  })

  it('never where they only rise', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e6 })), fc.nat(), (steps, grown) => {
        let amount = 0
        const readings = steps.map((step) => (amount += step))

        expect(fallsBack(readings, grown)).toBe(false)
      }),
    )
  })

  it('however often and late a tick of a clock releases all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 30 }),
        fc.integer({ min: 2, max: 9 }),
        (count, tick) => {
          fc.pre(count > tick + 1)
          const readings = Array.from({ length: count }, (_, at) => 10_000 * (at % tick))

          expect(fallsBack(readings, 10_000 * (tick - 1))).toBe(true)
        },
      ),
    )
  })
})
