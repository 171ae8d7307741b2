import { describe, expect, it } from 'vitest'
import { checkLeak } from '../../src/index.ts'
import { type CheckFamily, CLEAN_CHECKS, JUDGED_SCHEDULES, LEAKY_CHECKS } from './check-families.ts'
import { scriptedTarget } from './scripted-target.ts'

/** The short form of `npm run measure -- families`. */
const RUNS = 40

const cases = (families: readonly CheckFamily[]) =>
  families.flatMap((family) =>
    (family.schedules ?? JUDGED_SCHEDULES).map((schedule) => ({ family, schedule })),
  )

describe(`of ${RUNS} checks`, () => {
  it.each(cases(CLEAN_CHECKS))('$family.name in $schedule none is called growth', async (one) => {
    expect(await kindsOf(one)).not.toContain('growth')
  })

  it.each(cases(LEAKY_CHECKS))('$family.name in $schedule none levels off', async (one) => {
    expect(await kindsOf(one)).not.toContain('plateau')
  })
})

async function kindsOf({ family, schedule }: ReturnType<typeof cases>[number]): Promise<string[]> {
  const kinds: string[] = []
  for (let seed = 0; seed < RUNS; seed++) {
    const { kind } = await checkLeak(scriptedTarget(family.of(seed), { schedule }))
    kinds.push(kind)
  }
  return kinds
}
