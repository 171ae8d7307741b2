// Checks pages that keep nothing, over and over, with the default options: none may be called a leak.

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { checkLeak, describeVerdict } from '@plateau/core'
import { pageTarget } from '../../packages/memlab/dist/index.js'
import {
  ASSETS,
  CLEAN_KINDS,
  DRIVEN_KINDS,
  PAGE_KINDS,
} from '../../packages/memlab/test/page-kinds.ts'
import { pageWith, servePages } from '../../packages/memlab/test/page-server.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '200' }, json: { type: 'string' } },
})
const runs = Number(values.runs)
if (!Number.isSafeInteger(runs) || runs < 1) {
  console.error(`--runs must be a positive integer, received ${values.runs}.`)
  process.exit(2)
}

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
const rows = []
for (let run = 0; run < runs; run++) {
  const at = run % kinds.length
  const { id, action } = kinds[at]
  const target = pageTarget({
    url: server.url(`page-${at}`),
    memlab: 'off',
    action,
  })
  const verdict = await checkLeak(target)
  rows.push(rowOf(id, verdict))
  if (verdict.kind !== 'plateau') console.log(`${id}: ${describeVerdict(verdict)}`)
  else if (process.stdout.isTTY) process.stdout.write(`\r${run + 1} of ${runs}`)
}
await server.close()

const count = (kind) => rows.filter((row) => row.kind === kind).length
const times = rows.map(({ ms }) => ms).sort((one, other) => one - other)
console.log(
  `\n${runs} checks of ${kinds.length} clean kinds of page: ${count('growth')} growth (false alarms), ${count('unsettled')} unsettled, ${count('plateau')} plateau; median ${times[Math.floor(times.length / 2)]} ms`,
)
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
process.exitCode = count('growth') === 0 ? 0 : 1

function rowOf(id, verdict) {
  const grown = verdict.growth?.[0] ?? verdict.suspects?.[0]
  const culprit = verdict.culprits?.[0]
  return {
    id,
    variant: 'clean',
    runner: 'page',
    node: process.version,
    kind: verdict.kind,
    probe: grown?.probe ?? null,
    perIteration: grown?.perIteration ?? null,
    container: culprit?.path.at(0)?.name ?? null,
    site: culprit?.site ? `${culprit.site.file}:${culprit.site.line}` : null,
    iterations: verdict.iterations,
    ms: Math.round(verdict.elapsedMs),
  }
}
