import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { installedProject, VERSIONS } from '../workshop/installed-project.mjs'
import { runNode } from './run-node.ts'

/** Every module costs the test file that imports an adapter, most of all in Jest. Nothing is checked in it. */
const MOST_MODULES = 25

// The first of them may have to install its runner.
vi.setConfig({ testTimeout: 240_000 })

/** Notes every module that Node itself loads. */
const NOTING_LOADS = `import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
registerHooks({
  load(url, context, next) {
    appendFileSync(process.env.LOADED, url + '\\n')
    return next(url, context)
  },
})
`

/** Notes every file that Jest loads, and leaves it as it is. */
const NOTING_TRANSFORM = `const { appendFileSync } = require('node:fs')
module.exports = {
  process(code, path) {
    appendFileSync(process.env.LOADED, path + '\\n')
    return { code }
  },
}
`

test('a Vitest file that imports the adapter loads few modules of it', async () => {
  const project = installedProject({
    name: 'vitest-5-adapter',
    dependencies: { '@plateau/vitest': 'packed', vitest: VERSIONS.vitest },
    files: {
      'import-cost/noting-loads.mjs': NOTING_LOADS,
      'import-cost/vitest.config.mjs': `export default { test: { pool: 'forks' } }\n`,
      'import-cost/one.test.mjs': `import '@plateau/vitest'
import { expect, test } from 'vitest'
test('nothing is checked', () => expect(expect.toLeak).toBeDefined())
`,
    },
  })
  const folder = join(project, 'import-cost')
  const loaded = await modulesLoaded(folder, {
    args: [join(project, 'node_modules', 'vitest', 'vitest.mjs'), 'run'],
    environment: { NODE_OPTIONS: `--import=${join(folder, 'noting-loads.mjs')}` },
  })

  expect(loaded).toContainEqual(expect.stringContaining('/@plateau/vitest/dist/index.js'))
  expect(loaded.length, loaded.join('\n')).toBeLessThanOrEqual(MOST_MODULES)
})

for (const modules of ['commonjs', 'module'] as const) {
  test(`a Jest file (${modules}) that imports the adapter loads few modules of it`, async () => {
    const importing =
      modules === 'module'
        ? `import '@plateau/jest'\nimport { expect, test } from '@jest/globals'`
        : `require('@plateau/jest')`
    const name = `import-cost-${modules}`
    const project = installedProject({
      name: 'jest-adapter-30',
      dependencies: {
        '@plateau/jest': 'packed',
        jest: VERSIONS.jest,
        '@types/jest': VERSIONS['@types/jest'],
      },
      files: {
        [`${name}/package.json`]: JSON.stringify({
          type: modules,
          jest: {
            transform: { '\\.js$': '<rootDir>/noting-transform.cjs' },
            transformIgnorePatterns: [],
          },
        }),
        [`${name}/noting-transform.cjs`]: NOTING_TRANSFORM,
        [`${name}/one.test.js`]: `${importing}
test('nothing is checked', () => expect(expect.toLeak).toBeDefined())
`,
      },
    })
    const loaded = await modulesLoaded(join(project, name), {
      args: [
        '--experimental-vm-modules',
        join(project, 'node_modules', 'jest', 'bin', 'jest.js'),
        '--no-cache',
      ],
    })

    const entry = modules === 'module' ? 'dist/index.js' : 'dist/cjs/index.js'
    expect(loaded).toContainEqual(expect.stringContaining(`/@plateau/jest/${entry}`))
    expect(loaded.length, loaded.join('\n')).toBeLessThanOrEqual(MOST_MODULES)
  })
}

/** Plateau's modules among those that a run loads, each once. */
async function modulesLoaded(
  folder: string,
  { args, environment = {} }: { args: string[]; environment?: Record<string, string> },
): Promise<readonly string[]> {
  const notes = join(folder, 'loaded.txt')
  rmSync(notes, { force: true })
  const { exitCode, output } = await runNode(args, {
    cwd: folder,
    environment: { ...environment, LOADED: notes },
  })
  if (exitCode !== 0 || !existsSync(notes)) throw new Error(output)
  const loaded = readFileSync(notes, 'utf8').split('\n')
  return [...new Set(loaded.filter((path) => path.includes('/@plateau/')))]
}
