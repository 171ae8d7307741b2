import { grownBy, grownProbes } from '../report/grown-probes.ts'
import { processOutcome, runOutcome } from '../report/outcome.ts'
import { runSentence } from '../report/run-sentence.ts'
import type { RunView } from '../report/run-view.ts'
import type { LeftRoute } from './routes-of.ts'
import { whose } from './whose.ts'

/** A route that was soaked. */
export interface SoakedRoute {
  readonly route: string
  readonly view: RunView
}

/** What a person reads of all routes: a line each, worst first, why others are no pass, and what was left out. */
export function routesTable(soaked: readonly SoakedRoute[], left: readonly LeftRoute[]): string {
  const lines = soaked
    .map(lineOf)
    .toSorted((one, other) => ORDER.indexOf(one[1]) - ORDER.indexOf(other[1]))
  const rows = [HEADINGS, ...lines]
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [
    ...table,
    ...soaked.flatMap(reasonOf),
    ...left.map(({ route, why }) => `${route} was not soaked: it ${why}.`),
  ].join('\n')
}

type Line = readonly [route: string, verdict: string, grows: string, site: string, whose: string]

const HEADINGS: Line = ['route', 'verdict', 'grows by', 'allocated at', 'held by']
const ORDER: readonly string[] = ['growth', 'incomplete', 'unsettled', 'plateau']

/** Of growth the table tells it. */
function reasonOf({ route, view }: SoakedRoute): readonly string[] {
  const outcome = runOutcome(view)
  return outcome === 'growth' || outcome === 'plateau' ? [] : [`${route}: ${runSentence(view)}`]
}

function lineOf({ route, view }: SoakedRoute): Line {
  const outcome = runOutcome(view)
  const worst = view.processes.find((one) => processOutcome(view, one) === 'growth')
  if (outcome !== 'growth' || worst?.verdict?.kind !== 'growth') return [route, outcome, '', '', '']
  const [first] = grownProbes(view, worst)
  const [culprit] = worst.verdict.culprits
  const site = culprit?.site
  return [
    route,
    outcome,
    first === undefined ? '' : grownBy(first.growth),
    site === undefined ? '' : `${site.file}:${site.line}`,
    (culprit && whose(culprit)) ?? '',
  ]
}
