// How each runner is told to run one test file per planted leak, and to report as JSON.
import { writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { NODE_TEST_ARGS, NODE_TEST_CHECK } from '../corpus/node-test-source.mjs'
import { VERSIONS } from '../installed-project.mjs'

/** Jest's one process keeps the modules of every file; so many make a project of usual size. */
const FILES_IN_A_JEST_RUN = 20

const matcherTest =
  (imports) =>
  ({ test, from, variant, timeoutMs }) =>
    `${imports}
import { ${variant} } from '${from}'

test('${test}', async () => {
  await expect(${variant}).not.toLeak()
}, ${timeoutMs})
`

/** `source` turns what was written into the file that the runner loads, with the same numbers of lines. */
export const RUNNERS = {
  vitest: {
    version: VERSIONS.vitest,
    dependencies: { '@plateau/vitest': 'packed', vitest: VERSIONS.vitest },
    filesInARun: Number.POSITIVE_INFINITY,
    ending: 'ts',
    source: (text) => text,
    testFile: matcherTest(`import '@plateau/vitest'\nimport { expect, test } from 'vitest'`),
    command({ project, folder, report }) {
      const config = join(folder, 'vitest.config.mjs')
      const test = { include: ['*.test.ts'], pool: 'forks', maxWorkers: 1 }
      writeFileSync(config, `export default ${JSON.stringify({ root: folder, test })}\n`)
      const bin = join(project, 'node_modules', 'vitest', 'vitest.mjs')
      return [bin, 'run', `--config=${config}`, '--reporter=json', `--outputFile=${report}`]
    },
  },
  jest: {
    version: VERSIONS.jest,
    dependencies: { '@plateau/jest': 'packed', jest: VERSIONS.jest },
    filesInARun: FILES_IN_A_JEST_RUN,
    ending: 'mjs',
    source: (text) => stripTypeScriptTypes(text),
    testFile: matcherTest(`import '@plateau/jest'\nimport { expect, test } from '@jest/globals'`),
    command({ project, folder, report }) {
      const config = join(folder, 'jest.config.json')
      const settings = { rootDir: folder, testMatch: ['**/*.test.mjs'], transform: {} }
      writeFileSync(config, JSON.stringify({ ...settings, forceExit: true }))
      return [
        '--experimental-vm-modules',
        '--no-warnings',
        join(project, 'node_modules', 'jest', 'bin', 'jest.js'),
        `--config=${config}`,
        '--runInBand',
        '--json',
        `--outputFile=${report}`,
      ]
    },
  },
  'node:test': {
    version: '',
    dependencies: { '@plateau/core': 'packed' },
    filesInARun: Number.POSITIVE_INFINITY,
    ending: 'ts',
    source: (text) => text,
    testFile: nodeTest,
    command: ({ files }) => ['--disable-warning=ExperimentalWarning', ...NODE_TEST_ARGS, ...files],
  },
}

function nodeTest({ test, from, variant, timeoutMs }) {
  return `${NODE_TEST_CHECK}
import test from 'node:test'
import { ${variant} } from '${from}'

test('${test}', { timeout: ${timeoutMs} }, async (t) => {
  const startedMs = performance.now()
  const told = () => ({ test: '${test}', testMs: performance.now() - startedMs, isCutOff: t.signal.aborted })
  await check(t, ${variant}, { timeout: ${timeoutMs}, told })
})
`
}
