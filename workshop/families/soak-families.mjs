// Judges made-up soaks of every kind that is known to mislead, clean and leaky. Prints tables; exits 1
// where a clean run is called growth too often or a leak is missed.

import { judgeSoak } from '@plateau/core/soak'
import {
  CLEAN_FAMILIES,
  LEAKY_FAMILIES,
  MODES,
  readFewTimes,
  STAIRCASES,
} from '../../packages/core/test/plateau/soak/soak-families.ts'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { median, writeRows } from '../rows.mjs'

const { options } = readOptions('soak-families', {
  options: { runs: { value: 'N', text: 'of each family', default: 500, least: 1 } },
  rows: 'one row a run',
})
const { runs } = options

/** In each family: a nightly soak of many services must not cry wolf within a year. */
const MOST_FALSE_ALARMS = 1 / 1000

/** Of the true rate, the median over all runs. */
const RATE_WITHIN = 0.05

const total = CLEAN_FAMILIES.length + LEAKY_FAMILIES.length + STAIRCASES.length
const progress = startProgress({ total, unit: 'families' })
const rows = []
const breaches = []
let judged = 0

table('clean families: plateau / unsettled / growth', CLEAN_FAMILIES, (family, mode) => {
  const counts = countsOf(family, mode, 'clean')
  if (counts.growth > runs * MOST_FALSE_ALARMS) {
    breaches.push(`${family.name}, ${mode}: ${counts.growth} false alarms in ${runs} runs`)
  }
  return `${counts.plateau} / ${counts.unsettled} / ${counts.growth}`
})
table('leaky families: growth, median rate', LEAKY_FAMILIES, (family, mode) => {
  const { perIteration } = family
  const found = family.found[mode === 'checkpoints' ? 0 : 1]
  const counts = countsOf(family, mode, 'leaky')
  const rate = median(counts.rates) ?? 0
  if (counts.growth < found * runs) {
    breaches.push(`${family.name}, ${mode}: ${counts.growth} of ${runs} leaks found`)
  }
  if (counts.plateau > 0) {
    breaches.push(`${family.name}, ${mode}: ${counts.plateau} of ${runs} leaks passed`)
  }
  if (perIteration && Math.abs(rate / perIteration - 1) > RATE_WITHIN) {
    breaches.push(`${family.name}, ${mode}: ${rate} per iteration instead of ${perIteration}`)
  }
  return `${counts.growth} of ${runs}, ${rate.toPrecision(3)}`
})
table('staircases without census: plateau / unsettled / growth', STAIRCASES, (family, mode) => {
  const counts = countsOf(family, mode, 'leaky')
  if (counts.plateau > 0) {
    breaches.push(`${family.name}, ${mode}: ${counts.plateau} of ${runs} staircases passed`)
  }
  return `${counts.plateau} / ${counts.unsettled} / ${counts.growth}`
})
console.log(
  'leaks that are read six times alone, as while all is level: plateau / unsettled / growth',
)
for (const family of [...LEAKY_FAMILIES, ...STAIRCASES]) {
  const few = { ...family, of: (seed, mode) => readFewTimes(family.of(seed, mode)) }
  const counts = countsOf(few, 'checkpoints', 'leaky')
  if (counts.plateau > 0) {
    breaches.push(`${family.name}, read six times: ${counts.plateau} of ${runs} leaks passed`)
  }
  console.log(`${family.name.padEnd(36)}${counts.plateau} / ${counts.unsettled} / ${counts.growth}`)
}

progress.end()
for (const breach of breaches) console.log(`! ${breach}`)
console.log(`${rows.length} soaks judged, ${breaches.length} breaches`)
writeRows(options.json, rows)
process.exitCode = breaches.length === 0 ? 0 : 1

function table(title, families, cell) {
  console.log(`${title}\n${' '.repeat(36)}${MODES.map((mode) => mode.padEnd(20)).join('')}`)
  for (const family of families) {
    progress.show(judged++, family.name)
    const cells = MODES.map((mode) => String(cell(family, mode)).padEnd(20))
    progress.say(`${family.name.padEnd(36)}${cells.join('')}`)
  }
  console.log()
}

function countsOf(family, mode, variant) {
  const counts = { plateau: 0, unsettled: 0, growth: 0, rates: [] }
  for (let seed = 0; seed < runs; seed++) {
    const started = performance.now()
    const verdict = judgeSoak(family.of(seed, mode))
    const ms = Math.round(performance.now() - started)
    counts[verdict.kind] += 1
    const grown = verdict.growth?.[0] ?? verdict.suspects?.[0]
    if (verdict.kind === 'growth') counts.rates.push(grown.perIteration)
    rows.push(rowOf({ family, mode, variant, seed, verdict, grown, ms }))
  }
  return counts
}

function rowOf({ family, mode, variant, seed, verdict, grown, ms }) {
  return {
    id: `${family.name}, ${mode}, ${seed}`,
    variant,
    runner: 'soak',
    node: process.version,
    kind: verdict.kind,
    probe: grown?.probe ?? null,
    perIteration: grown?.perIteration ?? null,
    container: grown?.types?.[0] ?? null,
    site: null,
    iterations: verdict.iterations,
    ms,
  }
}
