import { describe, expect, it } from 'vitest'
import { madeUpTarget } from './made-up-target.ts'
import { type CheckFamily, CLEAN_CHECKS, LEAKY_CHECKS, LEGS } from './target-families.ts'

/** The short form of `npm run measure -- families`. */
const RUNS = 40

const cases = (families: readonly CheckFamily[]) =>
  families.flatMap((family) => LEGS.map((legs) => ({ family, legs })))

describe(`of ${RUNS} checks`, () => {
  it.each(cases(CLEAN_CHECKS))('$family.name in $legs legs none is called growth', (one) => {
    expect(kindsOf(one)).not.toContain('growth')
  })

  it.each(cases(LEAKY_CHECKS))('$family.name in $legs legs none levels off', (one) => {
    expect(kindsOf(one)).not.toContain('plateau')
  })
})

function kindsOf({ family, legs }: ReturnType<typeof cases>[number]): string[] {
  return Array.from(
    { length: RUNS },
    (_, seed) => madeUpTarget({ script: family.of(seed), legs }).decision.kind,
  )
}
