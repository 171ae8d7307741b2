import { configDefaults, defineConfig } from 'vitest/config'

/** The `source` entry of a package's exports: its TypeScript, so that tests never judge a stale dist. */
const CONDITIONS = ['source']

export default defineConfig({
  resolve: { conditions: CONDITIONS },
  ssr: { resolve: { conditions: CONDITIONS, externalConditions: CONDITIONS } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    // The test files in there are run by the runners that the tests start.
    exclude: [...configDefaults.exclude, '**/fixtures/**'],
    pool: 'forks',
    // Checks have a time limit: files that run beside each other would take each other's time.
    maxWorkers: 1,
    testTimeout: 60_000,
    // The JSON report is where the closing count of a CI run comes from.
    reporters: ['default', ['json', { outputFile: '.cache/tests.json' }]],
  },
})
