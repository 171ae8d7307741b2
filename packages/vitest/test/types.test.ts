import { rmSync } from 'node:fs'
import { expect } from 'vitest'
import { adapterFixtures } from '../../../test/adapters/adapter-fixtures.ts'
import { EVERY_SETTING, LIKELIEST, typeErrors } from '../../../test/type-errors.ts'
import { isWhole, testOfCases, testOfWhole } from '../../../test/whole.ts'
import { pnpmProject } from './pnpm-project.ts'
import { MAJORS, RELEASES, vitestProject } from './run-vitest.ts'

for (const major of MAJORS) {
  testOfCases(major === MAJORS.at(-1))(
    `the matcher is typed in Vitest ${major}`,
    async () => {
      const project = vitestProject(major)

      for (const settings of isWhole ? EVERY_SETTING : LIKELIEST) {
        expect.soft(await typeErrors(project, 'fixtures/types.ts', settings)).toEqual([])
      }
    },
    300_000,
  )
}

testOfWhole.each(MAJORS)(
  "so it is in Vitest %i under pnpm's strict layout",
  async (major) => {
    const { 'types.ts': source = '' } = adapterFixtures('vitest')
    const project = pnpmProject(RELEASES[major], { 'types.ts': source })
    try {
      for (const settings of EVERY_SETTING) {
        expect.soft(await typeErrors(project, 'types.ts', settings)).toEqual([])
      }
    } finally {
      rmSync(project, { recursive: true, force: true })
    }
  },
  300_000,
)

testOfWhole.each(EVERY_SETTING)('so it is in browser mode with %o', async (settings) => {
  const file = 'fixtures/browser-types.ts'

  expect(await typeErrors(vitestProject(), file, settings)).toEqual([])
})
