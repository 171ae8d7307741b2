import { describe, expect, it } from 'vitest'
import { judgeSoak } from '../../../src/soak.ts'
import { CLEAN_FAMILIES, LEAKY_FAMILIES, MODES, STAIRCASES } from './soak-families.ts'

/** The short form of `npm run measure -- soak-families`. */
const RUNS = 34

const cases = <Family>(families: readonly Family[]) =>
  families.flatMap((family) => MODES.map((mode) => ({ family, mode })))

describe(`of ${RUNS} clean runs`, () => {
  it.each(cases(CLEAN_FAMILIES))(
    '$family.name in $mode none is called growth',
    ({ family, mode }) => {
      expect(kindsOf(family, mode)).not.toContain('growth')
    },
  )

  it.each(MODES)('that stay level in %s all pass', (mode) => {
    const level = CLEAN_FAMILIES.filter(({ name }) => ['constant', 'period 2'].includes(name))

    for (const family of level) expect(new Set(kindsOf(family, mode))).toEqual(new Set(['plateau']))
  })
})

describe(`of ${RUNS} leaky runs`, () => {
  it.each(cases(LEAKY_FAMILIES))(
    '$family.name in $mode most are found and none passes',
    ({ family, mode }) => {
      const kinds = kindsOf(family, mode)

      expect(kinds).not.toContain('plateau')
      expect(kinds.filter((kind) => kind === 'growth').length).toBeGreaterThanOrEqual(
        RUNS * family.found[mode === 'checkpoints' ? 0 : 1],
      )
    },
  )

  it.each(cases(STAIRCASES))('$family.name in $mode none passes', ({ family, mode }) => {
    expect(kindsOf(family, mode)).not.toContain('plateau')
  })
})

function kindsOf({ of }: (typeof CLEAN_FAMILIES)[number], mode: (typeof MODES)[number]) {
  return Array.from({ length: RUNS }, (_, seed) => judgeSoak(of(seed, mode)).kind)
}
