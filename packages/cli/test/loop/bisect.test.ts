import { execFileSync } from 'node:child_process'
import { copyFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { installedProject, root, VERSIONS } from '../../../../workshop/installed-project.mjs'
import { testFolder } from '../command/run-plateau.ts'

const CLEAN = `import { expect, test } from 'vitest'
const kept = []
test('remembers', () => {
  expect(kept).toBeDefined()
})
`

testOfWhole(
  'the recipe finds the commit that brought a leak by git bisect',
  () => {
    const { cwd, commit } = repository()
    const good = commit('first', CLEAN)
    commit('an unrelated change', `${CLEAN}// 1\n`)
    const bad = commit('keep what was seen', CLEAN.replace('  expect', '  kept.push({})\n  expect'))
    commit('a later change', CLEAN.replace('  expect', '  kept.push({})\n  // 2\n  expect'))

    const told = execFileSync('sh', ['bisect.sh', good, 'cache.test.js', 'node --version'], {
      cwd,
      encoding: 'utf8',
      // Many times the usual: other work on the machine must not decide this test.
      env: { ...process.env, LIMIT: '60s' },
    })

    expect(told).toContain(`${bad} is the first bad commit`)
  },
  600_000,
)

function repository() {
  const cwd = testFolder()
  const project = installedProject({
    name: 'bisect',
    dependencies: {
      '@plateau/cli': 'packed',
      '@plateau/vitest': 'packed',
      vitest: VERSIONS.vitest,
    },
  })
  copyFileSync(join(root, 'docs/recipes/bisect.sh'), join(cwd, 'bisect.sh'))
  symlinkSync(join(project, 'node_modules'), join(cwd, 'node_modules'))
  writeFileSync(join(cwd, 'package.json'), '{ "private": true, "type": "module" }\n')
  writeFileSync(join(cwd, '.gitignore'), 'node_modules\n')
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
      cwd,
      encoding: 'utf8',
    })
  git('init', '--quiet')
  const commit = (message: string, test: string): string => {
    writeFileSync(join(cwd, 'cache.test.js'), test)
    git('add', '-A')
    git('commit', '--quiet', '--no-gpg-sign', '--message', message)
    return git('rev-parse', 'HEAD').trim()
  }
  return { cwd, commit }
}
