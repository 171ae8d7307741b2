// How each runner, in each of its modes, is told to run one file per check, and to report as JSON.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MAJORS } from '../matrix/matrix-cells.mjs'
import { NODE_TEST_ARGS, NODE_TEST_CHECK } from './node-test-source.mjs'

/** The runner that Node brings along has one mode and one major: that of the Node. */
const NODE_TEST = 'node-test'

/** The first of each is what a user has who configures nothing. */
const MODES = {
  vitest: {
    forks: { pool: 'forks' },
    threads: { pool: 'threads' },
    vmThreads: { pool: 'vmThreads' },
    vmForks: { pool: 'vmForks' },
    'no-isolate': { pool: 'forks', isolate: false },
  },
  jest: {
    'in-band': {},
    workers: { config: { workerIdleMemoryLimit: '4GB' } },
    threads: { config: { workerIdleMemoryLimit: '4GB' }, args: ['--workerThreads'] },
    jsdom: { config: { testEnvironment: 'jsdom' } },
    'happy-dom': { config: { testEnvironment: '@happy-dom/jest-environment' } },
  },
}

/** `vitest`, `vitest-threads`, `jest-jsdom` and so on, each with all that a run of it needs. */
export function runnersNamed(name, major) {
  if (name === NODE_TEST) return [nodeTest()]
  if (name === 'both') return ['vitest', 'jest'].map((runner) => inMode({ runner, major }))
  const [runner, ...mode] = name.split('-')
  return [inMode({ runner, mode: mode.join('-') || undefined, major })]
}

export const RUNNER_NAMES = [
  ...Object.entries(MODES).flatMap(([runner, modes]) =>
    Object.keys(modes).map((mode, at) => (at === 0 ? runner : `${runner}-${mode}`)),
  ),
  NODE_TEST,
]

function inMode({ runner, mode = Object.keys(MODES[runner])[0], major }) {
  const majors = MAJORS[runner]
  const isNewest = major === undefined || !(major in majors)
  const version = majors[isNewest ? Object.keys(majors).at(-1) : major]
  const plain = Object.keys(MODES[runner])[0] === mode ? '' : `-${mode}`
  return {
    name: `${runner}${isNewest ? '' : major}${plain}`,
    version,
    ...(runner === 'vitest' ? vitest : jest)(version, MODES[runner][mode]),
  }
}

/** Vitest gives each file a process, thread or realm of its own. */
function vitest(version, test) {
  return {
    isolates: test.isolate !== false,
    dependencies: { '@plateau/vitest': 'packed', vitest: version },
    imports: `import '@plateau/vitest'\nimport { afterAll, beforeAll, expect, test } from 'vitest'`,
    specifier: (path) => pathToFileURL(path).href,
    command({ project, report }) {
      const workers = version.startsWith('3.') ? 'maxWorkers: 1, minWorkers: 1' : 'maxWorkers: 1'
      writeFileSync(
        join(project, 'vitest.config.mjs'),
        `export default { test: {
  include: ['checks/*.test.mjs'], ...${JSON.stringify(test)}, ${workers}, teardownTimeout: 30_000,
  // Cases and their packages are loaded by Node itself, as an installed dependency is.
  server: { deps: { external: [/load-here\\.mjs/, /[\\\\/]cases[\\\\/]/] } },
} }\n`,
      )
      return {
        args: [
          join(project, 'node_modules', 'vitest', 'vitest.mjs'),
          'run',
          '--reporter=json',
          `--outputFile=${report}`,
        ],
        environment: {},
      }
    },
  }
}

/** Jest would run all files in one process, where an error after a package's teardown ends the run. */
function jest(version, { config = {}, args = [] }) {
  const { testEnvironment } = config
  return {
    isolates: false,
    dependencies: {
      '@plateau/jest': 'packed',
      jest: version,
      ...(testEnvironment === 'jsdom' && { 'jest-environment-jsdom': version }),
      ...(testEnvironment?.startsWith('@') && { [testEnvironment]: '20.14.5' }),
    },
    imports: `import '@plateau/jest'\nimport { afterAll, beforeAll, expect, test } from '@jest/globals'`,
    specifier: (path) => path,
    command({ project, dir, packages, report }) {
      writeFileSync(
        join(project, 'jest.config.mjs'),
        `export default ${JSON.stringify({
          rootDir: project,
          roots: [join(project, 'checks'), join(dir, 'cases'), packages],
          testMatch: [join(project, 'checks', '*.test.mjs')],
          modulePathIgnorePatterns: [join(packages, 'node_modules')],
          transform: {},
          maxWorkers: 1,
          forceExit: true,
          ...config,
        })}\n`,
      )
      return {
        args: [
          '--experimental-vm-modules',
          '--no-warnings',
          join(project, 'node_modules', 'jest', 'bin', 'jest.js'),
          '--json',
          `--outputFile=${report}`,
          ...args,
        ],
        environment: {},
      }
    },
  }
}

/** Each file has a process of its own. */
function nodeTest() {
  return {
    name: NODE_TEST,
    version: process.versions.node,
    isolates: true,
    dependencies: { '@plateau/core': 'packed' },
    imports: `${NODE_TEST_CHECK}
import { after as afterAll, before as beforeAll, test as nodeTest } from 'node:test'
const told = () => ({ test: 'check', file: import.meta.filename })
const test = (name, fn, timeout) =>
  nodeTest(name, { timeout }, async (context) => {
    const toLeak = (scenario) => check(context, scenario, { timeout, told })
    globalThis.expect = (scenario) => ({ not: { toLeak: () => toLeak(scenario) } })
    await fn()
  })`,
    specifier: (path) => pathToFileURL(path).href,
    command: ({ project }) => ({
      args: [...NODE_TEST_ARGS, join(project, 'checks', '*.test.mjs')],
      environment: {},
    }),
  }
}
