// Judges made-up histories of nights, flat and rising, by the real decision code. Prints tables; exits 1 where
// flat ones are called growth in more than 1 % or stay unsettled, or where a rise is not found as often as it must be.

import { judgeNights } from '@plateau/core/soak'
import {
  CLEAN_NIGHTS,
  LEAKY_NIGHTS,
  NIGHTS,
} from '../../packages/core/test/plateau/soak/night-families.ts'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { writeRows } from '../rows.mjs'

const { options } = readOptions('compare-families', {
  options: { runs: { value: 'N', text: 'of each family', default: 1000, least: 1 } },
  rows: 'one row a history',
})
const { runs } = options

/** Of the histories of a fortnight that do not rise. */
const MOST_FALSE_ALARMS = 1 / 100
const MOST_UNSETTLED = 5 / 100

const progress = startProgress({
  total: CLEAN_NIGHTS.length + LEAKY_NIGHTS.length,
  unit: 'families',
})
const rows = []
const breaches = []
let judged = 0

table(
  'flat: plateau / unsettled / growth',
  { families: CLEAN_NIGHTS, variant: 'clean' },
  (at, counts) => {
    const { family, nights } = at
    if (counts.growth > MOST_FALSE_ALARMS * runs) {
      breaches.push(`${family.name}, ${nights} nights: ${counts.growth} of ${runs} called growth`)
    }
    if (nights >= 14 && !family.isMoving && counts.unsettled > MOST_UNSETTLED * runs) {
      breaches.push(`${family.name}, ${nights} nights: ${counts.unsettled} of ${runs} unsettled`)
    }
  },
)
table(
  'rising: plateau / unsettled / growth',
  { families: LEAKY_NIGHTS, variant: 'leaky' },
  (at, counts) => {
    const { family, nights } = at
    if (counts.growth >= (family.found[nights] ?? 0) * runs) return
    breaches.push(`${family.name}, ${nights} nights: ${counts.growth} of ${runs} found`)
  },
)

progress.end()
for (const breach of breaches) console.log(`! ${breach}`)
console.log(`${rows.length} histories judged, ${breaches.length} breaches`)
writeRows(options.json, rows)
process.exitCode = breaches.length === 0 ? 0 : 1

function table(title, { families, variant }, check) {
  const heads = NIGHTS.map((nights) => `${nights} nights`.padEnd(18)).join('')
  console.log(`${title}\n${' '.repeat(40)}${heads}`)
  for (const family of families) {
    progress.show(judged++, family.name)
    const cells = NIGHTS.map((nights) => {
      const counts = countsOf(family, nights, variant)
      check({ family, nights }, counts)
      return `${counts.plateau} / ${counts.unsettled} / ${counts.growth}`.padEnd(18)
    })
    progress.say(`${family.name.padEnd(40)}${cells.join('')}`)
  }
  console.log()
}

function countsOf(family, nights, variant) {
  const counts = { plateau: 0, unsettled: 0, growth: 0 }
  for (let seed = 0; seed < runs; seed++) {
    const { kind, shape, perNight } = judgeNights(family.of(seed, nights), family.unit)
    counts[kind] += 1
    rows.push({
      id: `${family.name}, ${nights} nights, ${seed}`,
      variant,
      runner: 'compare',
      node: process.version,
      kind,
      shape: shape ?? null,
      perNight,
    })
  }
  return counts
}
