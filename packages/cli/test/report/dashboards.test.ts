import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProbeName } from '@plateau/core'
import { expect, test } from 'vitest'
import { openMetrics } from '../../src/report/open-metrics.ts'
import { viewOf } from '../../src/report/run-view.ts'
import { endRecord, GROWTH, level, processRecords, START } from './recorded-soak.ts'

const PROBES: readonly ProbeName[] = [
  'heap',
  'external',
  'rss',
  'handles',
  'fds',
  'threads',
  'goroutines',
]

/** Every metric that a run can have: of a process with all probes, a load and growth. */
const PRODUCED = openMetrics(
  viewOf([
    START,
    ...processRecords('main', level).map((record) =>
      record.type === 'sample'
        ? { ...record, readings: Object.fromEntries(PROBES.map((probe) => [probe, 1])) }
        : record,
    ),
    {
      type: 'load',
      elapsedMs: 1,
      iterations: 1,
      failed: 0,
      latencyMs: { p50: 1, p99: 1, max: 1 },
    },
    endRecord([GROWTH]),
  ]),
)

test.each(['grafana-soak.json', 'alert-rules.yml'])('%s names only what is produced', (file) => {
  const text = readFileSync(join(import.meta.dirname, '../../dashboards', file), 'utf8')

  const named = new Set(text.match(/plateau_soak_\w+/g))
  const produced = new Set(PRODUCED.match(/^plateau_soak_\w+/gm))

  expect(named.size).toBeGreaterThan(5)
  expect([...named].filter((name) => !produced.has(name))).toEqual([])
})

test('the dashboard selects by labels that every metric has', () => {
  const rows = PRODUCED.split('\n').filter((line) => line.startsWith('plateau_soak'))

  expect(rows.filter((row) => !/\{run_id="[^"]+",target="orders"/.test(row))).toEqual([])
})

test('the dashboard is JSON with a panel for every expression', () => {
  const file = join(import.meta.dirname, '../../dashboards/grafana-soak.json')
  const { panels } = JSON.parse(readFileSync(file, 'utf8')) as {
    panels: { targets: { expr: string }[] }[]
  }

  expect(panels.length).toBeGreaterThan(8)
  expect(panels.flatMap(({ targets }) => targets).every(({ expr }) => expr !== '')).toBe(true)
})
