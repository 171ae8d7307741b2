import type { LoopRow } from '@plateau/core/loop'
import { escaped } from '../report/junit-xml.ts'

/** JUnit's XML: growth is a failure, what is unsettled an error, what cannot be looped is skipped. */
export function loopJunit(rows: readonly LoopRow[]): string {
  const count = (kind: LoopRow['kind']) => rows.filter((row) => row.kind === kind).length
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="plateau loop" tests="${rows.length}" failures="${count('growth')}" errors="${count('unsettled')}" skipped="${count('unloopable')}">
${rows.map(caseOf).join('\n')}
</testsuite></testsuites>
`
}

function caseOf(row: LoopRow): string {
  const { id, file, ms } = row
  return `<testcase classname="${escaped(file)}" name="${escaped(id)}" time="${ms / 1000}">${outcomeOf(row)}</testcase>`
}

function outcomeOf({ kind, reason = '', probe, perIteration, site }: LoopRow): string {
  switch (kind) {
    case 'growth':
      return `<failure message="${escaped(`${probe} +${perIteration} per run${site ? `, allocated at ${site}` : ''}`)}"/>`
    case 'unsettled':
      return `<error message="${escaped(reason)}"/>`
    case 'unloopable':
      return `<skipped message="${escaped(reason)}"/>`
    case 'plateau':
      return ''
  }
}
