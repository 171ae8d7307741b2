// Judges made-up readings of every kind that is known to mislead a check, clean and leaky, thousands of
// each, by the real decision code. Prints a table; exits 1 where a clean one is called growth or a leak
// levels off.

import { checkLeak } from '@plateau/core'
import {
  CLEAN_CHECKS,
  JUDGED_SCHEDULES,
  LEAKY_CHECKS,
} from '../../packages/core/test/target/check-families.ts'
import { scriptedTarget } from '../../packages/core/test/target/scripted-target.ts'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { verdictColumns, writeRows } from '../rows.mjs'

const { options } = readOptions('families', {
  options: { runs: { value: 'N', text: 'of each family', default: 2000, least: 1 } },
  rows: 'one row a run',
})
const { runs } = options

const rows = []
let breaches = 0
const schedules = JUDGED_SCHEDULES.map((schedule) => schedule.padEnd(28)).join('')
console.log(`${'plateau / unsettled / growth'.padEnd(40)}${schedules}`)
const families = [
  ...CLEAN_CHECKS.map((family) => ({ family, variant: 'clean', never: 'growth' })),
  ...LEAKY_CHECKS.map((family) => ({ family, variant: 'leaky', never: 'plateau' })),
]
const progress = startProgress({ total: families.length, unit: 'families' })
for (const [at, { family, ...wanted }] of families.entries()) {
  progress.show(at, family.name)
  await judgeFamily(family, wanted)
}
progress.end()
console.log(`${rows.length} checks judged, ${breaches} wrong`)
writeRows(options.json, rows)
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
  progress.say(`${`${variant}: ${family.name}`.padEnd(40)}${cells.join('')}`)
}

function rowOf({ id, variant, verdict }) {
  return { id, variant, runner: 'scripted', node: process.version, ...verdictColumns(verdict) }
}
