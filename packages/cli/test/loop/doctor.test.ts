import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { installedProject, VERSIONS } from '../../../../workshop/installed-project.mjs'
import { runHere, testFolder } from '../command/run-plateau.ts'

for (const runner of ['vitest', 'jest'] as const) {
  testOfWhole(
    `doctor plants leaks under ${runner}, and all are found`,
    () => {
      const cwd = installedProject({
        name: `doctor-${runner}`,
        dependencies: {
          '@plateau/cli': 'packed',
          [`@plateau/${runner}`]: 'packed',
          [runner]: VERSIONS[runner],
        },
      })
      const bin = join(cwd, 'node_modules/@plateau/cli/bin/plateau.js')
      const args = [bin, 'doctor', runner]
      const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })

      expect(`${stdout}${stderr}`).toContain(
        'planted and found: object, bytes, listener, timer, external, handle',
      )
      expect(existsSync(join(cwd, 'plateau-doctor.test.js'))).toBe(false)
      expect(existsSync(join(cwd, 'plateau-doctor.test.cjs'))).toBe(false)
    },
    400_000,
  )
}

test('doctor knows two runners', async () => {
  const { code, stderr } = await runHere(['doctor', 'mocha'], testFolder())

  expect(code).toBe(2)
  expect(stderr).toContain(
    "plateau doctor takes vitest, jest or nothing, received 'mocha': plateau doctor vitest.",
  )
})

test('doctor overwrites no file', async () => {
  const cwd = testFolder()
  writeFileSync(join(cwd, 'plateau-doctor.test.js'), '')
  const { code, stderr } = await runHere(['doctor', 'vitest'], cwd)

  expect(code).toBe(2)
  expect(stderr).toContain('exists: remove it, for plateau doctor makes one of that name.')
  expect(existsSync(join(cwd, 'plateau-doctor.test.js'))).toBe(true)
})
