// Judges made-up readings of every kind that is known to mislead a check, clean and leaky, thousands of
// each, by the real decision code. Prints a table; exits 1 where a clean one is called growth or a leak
// levels off.

import { madeUpTarget } from '../../packages/core/test/decide/made-up-target.ts'
import {
  CLEAN_CHECKS,
  LEAKY_CHECKS,
  LEGS,
} from '../../packages/core/test/decide/target-families.ts'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { writeRows } from '../rows.mjs'

const { options } = readOptions('families', {
  options: { runs: { value: 'N', text: 'of each family', default: 2000, least: 1 } },
  rows: 'one row a run',
})
const { runs } = options

const rows = []
let breaches = 0
const heads = LEGS.map((legs) => `${legs} legs`.padEnd(28)).join('')
console.log(`${'plateau / unsettled / growth'.padEnd(40)}${heads}`)
const families = [
  ...CLEAN_CHECKS.map((family) => ({ family, variant: 'clean', never: 'growth' })),
  ...LEAKY_CHECKS.map((family) => ({ family, variant: 'leaky', never: 'plateau' })),
]
const progress = startProgress({ total: families.length, unit: 'families' })
for (const [at, { family, ...wanted }] of families.entries()) {
  progress.show(at, family.name)
  judgeFamily(family, wanted)
}
progress.end()
console.log(`${rows.length} checks judged, ${breaches} wrong`)
writeRows(options.json, rows)
process.exitCode = breaches === 0 ? 0 : 1

function judgeFamily(family, { variant, never }) {
  const cells = []
  for (const legs of LEGS) {
    const counts = { plateau: 0, unsettled: 0, growth: 0 }
    const wrong = []
    for (let seed = 0; seed < runs; seed++) {
      const { decision } = madeUpTarget({ script: family.of(seed), legs })
      counts[decision.kind] += 1
      if (decision.kind === never) wrong.push(seed)
      rows.push(rowOf({ id: `${family.name}, ${legs}, ${seed}`, variant, decision }))
    }
    breaches += wrong.length
    const seeds = wrong.length > 0 ? ` ! ${wrong.slice(0, 3)}` : ''
    cells.push(`${counts.plateau} / ${counts.unsettled} / ${counts.growth}${seeds}`.padEnd(28))
  }
  progress.say(`${`${variant}: ${family.name}`.padEnd(40)}${cells.join('')}`)
}

function rowOf({ id, variant, decision: { kind, because } }) {
  return { id, variant, runner: 'made up', node: process.version, kind, because }
}
