import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { EVERY_SETTING, typeErrors } from '../../../test/type-errors.ts'
import { testOfWhole } from '../../../test/whole.ts'
import { installedProject } from '../../../workshop/installed-project.mjs'

testOfWhole.each(EVERY_SETTING)(
  'checks are typed with %o',
  async (settings) => {
    const project = installedProject({
      name: 'core-types',
      dependencies: { '@plateau/core': 'packed', '@types/node': '22.20.7' },
      files: {
        'types.ts': readFileSync(join(import.meta.dirname, 'fixtures', 'types.ts'), 'utf8'),
      },
    })

    expect(await typeErrors(project, 'types.ts', { ...settings, types: ['node'] })).toEqual([])
  },
  120_000,
)
