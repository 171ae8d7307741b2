import type { ProbeName } from '@plateau/core'
import { isInBytes } from './amounts.ts'
import type { ProbePoint } from './probe-series.ts'

/** GitHub draws more, but in 60 points everything shows that fits the width of a summary. */
const MOST_POINTS = 60

/**
 * A chart that GitHub and GitLab draw from text: the lowest reading of each of at most 60 equal stretches of
 * iterations. Undefined where there is too little to draw without making up readings.
 */
export function mermaidChart(probe: ProbeName, points: readonly ProbePoint[]): string | undefined {
  const known = points.filter(({ reading }) => reading !== undefined)
  const first = known[0]?.iterations ?? 0
  const last = known.at(-1)?.iterations ?? 0
  const lowest = stretches(known, first, last)
  if (lowest === undefined || last <= first) return undefined
  const highest = Math.max(...lowest)
  const scale = scaleOf(probe, highest)
  const [from, to] = rangeOf(Math.min(...lowest), highest).map((end) => end / scale.divisor)
  const shown = lowest.map((reading) => plain(reading / scale.divisor))
  return [
    '```mermaid',
    'xychart-beta',
    `  title "${probe}, the lowest of each stretch"`,
    `  x-axis "iterations" ${first} --> ${last}`,
    `  y-axis "${scale.unit}" ${plain(from)} --> ${plain(to)}`,
    `  line [${shown.join(', ')}]`,
    '```',
  ].join('\n')
}

function plain(amount = 0): number {
  return Number(amount.toPrecision(6))
}

/** Of the level: left to itself, the chart draws the noise of a level line as mountains. */
const LEAST_HEIGHT = 1 / 10

function rangeOf(lowest: number, highest: number): readonly number[] {
  const room = Math.max(0, (LEAST_HEIGHT * highest - (highest - lowest)) / 2)
  return room === 0 && highest === lowest ? [0, 1] : [Math.max(0, lowest - room), highest + room]
}

/** The chart cannot leave a gap, so stretches are made long enough for each to have a reading. */
function stretches(
  points: readonly ProbePoint[],
  first: number,
  last: number,
): readonly number[] | undefined {
  for (let count = Math.min(MOST_POINTS, points.length); count >= 3; count--) {
    const lowest = new Array<number | undefined>(count).fill(undefined)
    for (const { iterations, reading = 0 } of points) {
      const share = (iterations - first) / Math.max(1, last - first)
      const at = Math.min(count - 1, Math.floor(share * count))
      lowest[at] = Math.min(lowest[at] ?? reading, reading)
    }
    const known = lowest.filter((reading) => reading !== undefined)
    if (known.length === count) return known
  }
  return undefined
}

function scaleOf(
  probe: ProbeName,
  highest: number,
): { readonly divisor: number; readonly unit: string } {
  if (!isInBytes(probe)) return { divisor: 1, unit: probe }
  return highest < 1e6 ? { divisor: 1e3, unit: 'kB' } : { divisor: 1e6, unit: 'MB' }
}
