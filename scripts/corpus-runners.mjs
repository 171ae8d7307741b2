// How each runner is told to run one file per check, and to report as JSON.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { VERSIONS } from './installed-project.mjs'

export const RUNNERS = {
  vitest: {
    isolates: true,
    dependencies: { '@plateau/vitest': 'packed', vitest: VERSIONS.vitest },
    imports: `import '@plateau/vitest'\nimport { afterAll, beforeAll, expect, test } from 'vitest'`,
    specifier: (path) => pathToFileURL(path).href,
    command({ project, report }) {
      writeFileSync(
        join(project, 'vitest.config.mjs'),
        `export default { test: {
  include: ['checks/*.test.mjs'], pool: 'forks', maxWorkers: 1, teardownTimeout: 30_000,
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
  },
  jest: {
    isolates: false,
    dependencies: { '@plateau/jest': 'packed', jest: VERSIONS.jest },
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
        })}\n`,
      )
      return {
        args: [
          '--experimental-vm-modules',
          '--no-warnings',
          join(project, 'node_modules', 'jest', 'bin', 'jest.js'),
          '--json',
          `--outputFile=${report}`,
        ],
        environment: {},
      }
    },
  },
}
