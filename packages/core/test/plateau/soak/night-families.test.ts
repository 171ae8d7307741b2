import { describe, expect, it } from 'vitest'
import { judgeNights } from '../../../src/soak.ts'
import { CLEAN_NIGHTS, LEAKY_NIGHTS, NIGHTS, type NightFamily } from './night-families.ts'

/** The short form of `npm run measure -- compare-families`. */
const RUNS = 60

describe(`of ${RUNS} histories that do not rise`, () => {
  it.each(CLEAN_NIGHTS)('$name: at most one is called growth', (family) => {
    for (const nights of NIGHTS) {
      expect(shareOf(family, nights, 'growth'), `${nights} nights`).toBeLessThan(2 / RUNS)
    }
  })

  it.each(CLEAN_NIGHTS.filter(({ isMoving }) => !isMoving))(
    '$name: of a fortnight hardly any stays unsettled',
    (family) => {
      expect(shareOf(family, 14, 'unsettled')).toBeLessThanOrEqual(0.1)
    },
  )
})

describe(`of ${RUNS} histories that rise`, () => {
  it.each(LEAKY_NIGHTS)('$name: they are found in time', (family) => {
    for (const [nights, found] of Object.entries(family.found)) {
      expect(shareOf(family, Number(nights), 'growth'), nights).toBeGreaterThan((found ?? 0) - 0.05)
    }
  })
})

function shareOf(family: NightFamily, nights: number, kind: string): number {
  const kinds = Array.from(
    { length: RUNS },
    (_, seed) => judgeNights(family.of(seed, nights), family.unit).kind,
  )
  return kinds.filter((one) => one === kind).length / RUNS
}
