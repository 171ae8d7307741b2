// The price of a loop: a suite of quick tests by its runner alone, and looped.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installedProject, VERSIONS } from '../installed-project.mjs'
import { readOptions } from '../read-options.mjs'
import { median, writeRows } from '../rows.mjs'
import { quickSuite } from './quick-suite.mjs'

const ALONE = {
  vitest: ['node_modules/vitest/vitest.mjs', 'run'],
  jest: ['node_modules/jest/bin/jest.js'],
}

const JEST_CONFIG = "export default { transform: {}, testMatch: ['**/*.test.cjs'] }"

const { options } = readOptions('loop:price', {
  options: {
    runner: {
      value: 'NAME',
      oneOf: ['vitest', 'jest'],
      default: ['vitest', 'jest'],
      isRepeated: true,
    },
    files: { value: 'N', default: 5, least: 1, text: 'files of ten tests each' },
    rounds: { value: 'N', default: 3, least: 1, text: 'runs of each, of which the median counts' },
  },
  rows: 'one row a runner',
})

const rows = options.runner.map((runner) => {
  const project = installedProject({
    name: `loop-price-${runner}`,
    dependencies: {
      '@plateau/cli': 'packed',
      [`@plateau/${runner}`]: 'packed',
      [runner]: VERSIONS[runner],
    },
    files: {
      ...quickSuite(runner, { files: options.files }),
      ...(runner === 'jest' && { 'jest.config.js': JEST_CONFIG }),
    },
  })
  const report = join(project, 'loop.json')
  const alone = timed(project, ALONE[runner])
  rmSync(report, { force: true })
  const looped = timed(project, [
    'node_modules/@plateau/cli/bin/plateau.js',
    'loop',
    runner,
    '--json',
    report,
  ])
  const { rows } = JSON.parse(readFileSync(report, 'utf8'))
  const kinds = Object.groupBy(rows, ({ kind }) => kind)
  const row = {
    runner,
    tests: rows.length,
    plateau: kinds.plateau?.length ?? 0,
    growth: kinds.growth?.length ?? 0,
    unsettled: kinds.unsettled?.length ?? 0,
    unloopable: kinds.unloopable?.length ?? 0,
    aloneMs: alone,
    loopedMs: looped,
    times: Number((looped / alone).toFixed(1)),
    medianMs: median(rows.map(({ ms }) => ms)),
    medianIterations: median(rows.map(({ iterations }) => iterations)),
  }
  console.log(JSON.stringify(row))
  return row
})
if (options.json) writeRows(options.json, rows)

function timed(cwd, args) {
  return median(
    Array.from({ length: options.rounds }, () => {
      const startedMs = performance.now()
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd,
        encoding: 'utf8',
      })
      if (status !== 0) console.error(`${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
      return Math.round(performance.now() - startedMs)
    }),
  )
}
