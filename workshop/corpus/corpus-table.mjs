// The rows of a corpus run as a table, and its confusion counts.

const PROCESS_METRICS = ['heap', 'external', 'handles', 'fds']

/** Counts outcomes by what each check should have been, prints them, and returns them. */
export function tally(rows) {
  const visible = rows.filter(({ metric }) => PROCESS_METRICS.includes(metric))
  const outside = rows.filter(({ metric }) => !PROCESS_METRICS.includes(metric))
  printConfusion(
    'leaks in heap, external, handles or fds',
    visible.filter(({ leaky }) => leaky),
  )
  printConfusion(
    'leaks outside what is measured (native, workers)',
    outside.filter(({ leaky }) => leaky),
  )
  const clean = rows.filter(({ leaky }) => !leaky)
  printConfusion('repaired and clean', clean)
  return {
    falseAlarms: clean.filter(({ kind }) => kind === 'growth').length,
    errors: rows.filter(({ kind }) => kind === 'error').length,
  }
}

function printConfusion(title, rows) {
  const count = (wanted) => rows.filter(({ kind }) => kind === wanted).length
  console.log(
    `${title}: ${rows.length} checks, ${count('growth')} growth, ${count('unsettled')} unsettled, ${count('plateau')} plateau, ${count('error')} error`,
  )
}

export function printTable(rows) {
  const lines = [
    ['case', 'variant', 'runner', 'node', 'verdict', 'probe', 'per iteration', 'iterations', 'ms'],
    ...rows.map((row) => [
      row.id,
      row.variant,
      row.runner,
      row.node,
      verdictOf(row),
      row.probe ?? '',
      row.perIteration === null ? '' : row.perIteration.toFixed(2),
      String(row.iterations ?? ''),
      String(row.ms ?? ''),
    ]),
  ]
  const widths = lines[0].map((_, at) => Math.max(...lines.map((line) => line[at].length)))
  for (const line of lines)
    console.log(
      line
        .map((cell, at) => cell.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
  for (const { id, variant, error } of rows.filter((row) => row.error)) {
    console.log(`\n${id} ${variant}: ${error}`)
  }
  console.log()
}

function verdictOf({ kind, reason, leaky }) {
  const said = reason ? `${kind}: ${reason}` : kind
  const isRight = leaky ? kind === 'growth' : kind === 'plateau'
  return isRight ? said : `${said} !`
}
