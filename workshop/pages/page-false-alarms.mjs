// Checks pages that keep nothing, over and over, with the default options: none may be called a leak.

import { setTimeout as sleep } from 'node:timers/promises'
import { checkLeak, describeVerdict } from '@plateau/core'
import { pageTarget } from '../../packages/memlab/dist/index.js'
import {
  ASSETS,
  CLEAN_KINDS,
  DRIVEN_KINDS,
  PAGE_KINDS,
} from '../../packages/memlab/test/page-kinds.ts'
import { pageWith, servePages } from '../../packages/memlab/test/page-server.ts'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { count, median, verdictColumns, writeRows } from '../rows.mjs'

const { options } = readOptions('page-false-alarms', {
  options: {
    runs: { value: 'N', text: 'checks in all, in equal shares', default: 200, least: 1 },
    wait: {
      value: 'MS',
      text: 'that each action takes longer, as one of an end-to-end test does',
      default: 0,
      least: 0,
    },
    limit: { value: 'MS', text: 'milliseconds of one check', default: 10_000, least: 1000 },
  },
  rows: 'one row a check',
})
const { runs, wait, limit } = options

const act = (page) => page.evaluate('act()')
const kinds = [
  ...Object.entries(CLEAN_KINDS).map(([id, script]) => ({ id, script, action: act })),
  ...PAGE_KINDS.map(({ name, clean }) => ({
    id: `the repaired twin of ${name}`,
    script: clean,
    action: act,
  })),
  ...Object.entries(DRIVEN_KINDS).map(([id, kind]) => ({ id, ...kind })),
]
const server = await servePages({
  ...ASSETS,
  ...Object.fromEntries(kinds.map(({ script }, at) => [`page-${at}`, pageWith(script)])),
})
const progress = startProgress({ total: runs, unit: 'checks' })
const rows = []
for (let run = 0; run < runs; run++) {
  const at = run % kinds.length
  const { id, action } = kinds[at]
  progress.show(run, id)
  const target = pageTarget({
    url: server.url(`page-${at}`),
    memlab: 'off',
    async action(page) {
      await action(page)
      if (wait > 0) await sleep(wait)
    },
  })
  const verdict = await checkLeak(target, { timeLimitMs: limit })
  rows.push({
    id,
    variant: 'clean',
    runner: 'page',
    node: process.version,
    ...verdictColumns(verdict),
  })
  if (verdict.kind !== 'plateau') progress.say(`${id}: ${describeVerdict(verdict)}`)
}
progress.end()
await server.close()

console.log(
  `\n${runs} checks of ${kinds.length} clean kinds of page: ${count(rows, 'growth')} growth (false alarms), ${count(rows, 'unsettled')} unsettled, ${count(rows, 'plateau')} plateau; median ${median(rows.map(({ ms }) => ms))} ms`,
)
writeRows(options.json, rows)
process.exitCode = count(rows, 'growth') === 0 ? 0 : 1
