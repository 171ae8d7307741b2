// A run of clean checks as a table per kind, with counts and the bound that they allow.
import { count, median } from '../rows.mjs'

/** The one-sided 95 % upper bound of a rate of which `events` were seen in `trials` (Clopper and Pearson). */
export function upperBound(events, trials) {
  let low = events / trials
  let high = 1
  for (let step = 0; step < 60; step++) {
    const rate = (low + high) / 2
    if (atMost(events, trials, rate) > 0.05) low = rate
    else high = rate
  }
  return high
}

/** The probability of at most so many events. */
function atMost(events, trials, rate) {
  let term = trials * Math.log1p(-rate)
  let sum = Math.exp(term)
  for (let event = 1; event <= events; event++) {
    term += Math.log(((trials - event + 1) / event) * (rate / (1 - rate)))
    sum += Math.exp(term)
  }
  return sum
}

const COLUMNS = ['checks', 'growth', 'unsettled', 'error', 'median ms']

/** Lines of cells: one a kind, then one a runner, a Node, a machine and a kind of worker. */
export function tableOf(rows) {
  const by = (column) =>
    [...new Set(rows.map((row) => row[column]))]
      .sort()
      .map((name) => cellsOf(`${name}`, (row) => row[column] === name, rows))
  const circumstances = ['runner', 'node', 'machine', 'worker', 'group'].flatMap((column) =>
    by(column).map(([name, ...cells]) => [`${column}: ${name}`, ...cells]),
  )
  return {
    kinds: [['kind', ...COLUMNS], ...by('id')],
    circumstances: [['where', ...COLUMNS], ...circumstances, cellsOf('all', () => true, rows)],
  }
}

function cellsOf(name, isOne, rows) {
  const some = rows.filter(isOne)
  const middle = median(some.flatMap(({ ms }) => (ms === null ? [] : [ms])))
  const counts = ['growth', 'unsettled', 'error'].map((kind) => String(count(some, kind)))
  return [name, String(some.length), ...counts, String(middle ?? '–')]
}

/** `0 false alarms in 3 000 checks …` and the same of `unsettled`. */
export function summaryOf(rows) {
  const kinds = new Set(rows.map(({ id }) => id)).size
  const [growth, unsettled] = [count(rows, 'growth'), count(rows, 'unsettled')]
  const bound = (events) => `below ${percent(upperBound(events, rows.length))} with 95 % confidence`
  return [
    `${growth} false alarms in ${rows.length} checks of ${kinds} kinds: ${bound(growth)}.`,
    `${unsettled} unsettled (${percent(unsettled / rows.length)}): ${bound(unsettled)}.`,
  ]
}

function percent(share) {
  return `${(100 * share).toFixed(2)} %`
}
