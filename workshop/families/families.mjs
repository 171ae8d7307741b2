// Judges made-up readings of every kind that is known to mislead a check, clean and leaky, thousands of
// each, by the real decision code. Prints a table; exits 1 where a clean one is called growth or a leak
// levels off.

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { checkLeak } from '@plateau/core'
import {
  CLEAN_CHECKS,
  JUDGED_SCHEDULES,
  LEAKY_CHECKS,
} from '../../packages/core/test/target/check-families.ts'
import { scriptedTarget } from '../../packages/core/test/target/scripted-target.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '2000' }, json: { type: 'string' } },
})
const runs = Number(values.runs)
if (!Number.isSafeInteger(runs) || runs < 1) {
  console.error(`--runs must be a positive integer, received ${values.runs}.`)
  process.exit(2)
}

const rows = []
let breaches = 0
const schedules = JUDGED_SCHEDULES.map((schedule) => schedule.padEnd(28)).join('')
console.log(`${'plateau / unsettled / growth'.padEnd(40)}${schedules}`)
for (const family of CLEAN_CHECKS) await judgeFamily(family, { variant: 'clean', never: 'growth' })
for (const family of LEAKY_CHECKS) await judgeFamily(family, { variant: 'leaky', never: 'plateau' })
console.log(`${rows.length} checks judged, ${breaches} wrong`)
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows)}\n`)
process.exitCode = breaches === 0 ? 0 : 1

async function judgeFamily(family, { variant, never }) {
  const cells = []
  for (const schedule of family.schedules ?? JUDGED_SCHEDULES) {
    const counts = { plateau: 0, unsettled: 0, growth: 0 }
    const wrong = []
    for (let seed = 0; seed < runs; seed++) {
      const verdict = await checkLeak(scriptedTarget(family.of(seed), { schedule }))
      counts[verdict.kind] += 1
      if (verdict.kind === never) wrong.push(seed)
      rows.push(rowOf({ id: `${family.name}, ${schedule}, ${seed}`, variant, verdict }))
    }
    breaches += wrong.length
    const seeds = wrong.length > 0 ? ` ! ${wrong.slice(0, 3)}` : ''
    cells.push(`${counts.plateau} / ${counts.unsettled} / ${counts.growth}${seeds}`.padEnd(28))
  }
  console.log(`${`${variant}: ${family.name}`.padEnd(40)}${cells.join('')}`)
}

function rowOf({ id, variant, verdict }) {
  const grown = verdict.growth?.[0] ?? verdict.suspects?.[0]
  return {
    id,
    variant,
    runner: 'scripted',
    node: process.version,
    kind: verdict.kind,
    probe: grown?.probe ?? null,
    perIteration: grown?.perIteration ?? null,
    container: null,
    site: null,
    iterations: verdict.iterations,
    ms: Math.round(verdict.elapsedMs),
  }
}
