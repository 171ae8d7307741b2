// How each runner and pool is told to run the test files of one folder, and to report as JSON.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const VITEST_IMPORTS = `import '@plateau/vitest'\nimport { expect, test } from 'vitest'`
const JEST_IMPORTS = `import '@plateau/jest'\nimport { expect, test } from '@jest/globals'`

/**
 * Jest's processes outlive a file, and the modules of native ESM are never freed in them: the kinds alone, without a
 * check, make 445 MB of heap in one process. So many kinds make a project of usual size of them.
 */
const KINDS_IN_A_JEST_RUN = 24

const VITEST = { imports: VITEST_IMPORTS, kindsInARun: Number.POSITIVE_INFINITY }
const JEST = { imports: JEST_IMPORTS, kindsInARun: KINDS_IN_A_JEST_RUN }

export const RUNNERS = {
  'vitest-forks': { ...VITEST, command: (run) => vitest(run, 'forks') },
  'vitest-threads': { ...VITEST, command: (run) => vitest(run, 'threads') },
  'jest-in-band': { ...JEST, command: (run) => jest(run, '--runInBand') },
  'jest-workers': { ...JEST, command: (run) => jest(run, '--maxWorkers=2') },
}

/** One file at a time in forks, so that an idle machine is idle; threads share a process only when there are two. */
function vitest({ project, folder, report }, pool) {
  const config = join(folder, 'vitest.config.mjs')
  const test = { include: ['*.test.mjs'], pool, maxWorkers: pool === 'threads' ? 2 : 1 }
  writeFileSync(config, `export default ${JSON.stringify({ root: folder, test })}\n`)
  return [
    join(project, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    `--config=${config}`,
    '--reporter=json',
    `--outputFile=${report}`,
  ]
}

function jest({ project, folder, report }, workers) {
  const config = join(folder, 'jest.config.json')
  const settings = { rootDir: folder, testMatch: ['**/*.test.mjs'], transform: {}, forceExit: true }
  writeFileSync(config, JSON.stringify(settings))
  return [
    '--experimental-vm-modules',
    '--no-warnings',
    join(project, 'node_modules', 'jest', 'bin', 'jest.js'),
    `--config=${config}`,
    workers,
    '--json',
    `--outputFile=${report}`,
  ]
}
