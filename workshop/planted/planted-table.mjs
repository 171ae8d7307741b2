// What was told of planted leaks, as lines and as tables.

import { markdownTable } from '../figures.mjs'
import { count, median } from '../rows.mjs'

/** One leak, with what was told where it is not what is true. */
export function lineOf(row) {
  const { id, variant, kind, reason, holder, line, ms, isCutOff, told, notes = [] } = row
  const said = [kind, reason, isCutOff && 'ended by the runner'].filter(Boolean).join(', ')
  if (variant === 'repaired') return `${id.padEnd(24)}${said.padEnd(20)}${ms} ms`
  const judged = `holder ${holder}`.padEnd(14) + `line ${line}`.padEnd(12)
  const isRight = holder === 'right' && line === 'right'
  const more = isRight ? [] : [toldLine(told), ...notes].filter(Boolean)
  return [`${id.padEnd(24)}${said.padEnd(20)}${judged}${String(ms).padStart(6)} ms`, ...more].join(
    '\n    ',
  )
}

function toldLine(told) {
  if (!told) return undefined
  const places = ['site', 'addedAt', 'calledFrom'].filter(
    (key) => told[key] && !told[key].isFunctionStart,
  )
  const shown = places.map((key) => `${key} ${told[key].file}:${told[key].line}`)
  return [told.type, told.holder, ...shown].join('; ')
}

/** One row for each runner and load. */
export function tableOf(rows) {
  const groups = Map.groupBy(rows, ({ runner, machine, variant }) =>
    [runner, machine, ...(variant === 'repaired' ? [variant] : [])].join(', '),
  )
  return [
    [
      'where',
      'tests',
      'found',
      'unsettled',
      'plateau',
      'error',
      'holder right',
      'wrong',
      'none',
      'line right',
      'wrong',
      'none',
      'median ms',
      'ended by the runner',
    ],
    ...[...groups].map(([where, some]) => [where, ...cells(some).map(String)]),
  ]
}

function cells(rows) {
  const told = (key, wanted) => rows.filter((row) => row[key] === wanted).length
  const answers = (key) => ['right', 'wrong', 'none'].map((wanted) => told(key, wanted))
  return [
    rows.length,
    ...['growth', 'unsettled', 'plateau', 'error'].map((kind) => count(rows, kind)),
    ...answers('holder'),
    ...answers('line'),
    median(rows.map(({ ms }) => ms)) ?? '',
    told('isCutOff', true),
  ]
}

/** What no column has room for. */
export function linesOf(rows) {
  const shared = sharedFingerprints(rows)
  return shared.length === 0
    ? ['No fingerprint stands for two leaks.']
    : shared.map(([fingerprint, ids]) => `Fingerprint ${fingerprint} stands for ${ids.join(', ')}.`)
}

function sharedFingerprints(rows) {
  const told = rows.filter(({ fingerprint }) => fingerprint)
  return [...Map.groupBy(told, ({ fingerprint }) => fingerprint)]
    .map(([fingerprint, some]) => [fingerprint, [...new Set(some.map(({ id }) => id))]])
    .filter(([, ids]) => ids.length > 1)
}

export function figuresOf(rows, machine) {
  return [
    '## Planted leaks: what is told of them',
    '',
    `\`npm run measure -- planted\`: ${machine} One test a leak under the runner's timeout of 5 s, one after the other; "busy" is two processes beside it that use a whole processor each; "idle" is without them, whatever else the machine did (see its load). Holder and line are those of the first culprit.`,
    '',
    markdownTable(tableOf(rows)),
    '',
    ...linesOf(rows),
  ].join('\n')
}
