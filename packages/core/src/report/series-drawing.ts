import type { Series } from '../plateau/series.ts'
import { reading } from './units.ts'

const BARS = '▁▂▃▄▅▆▇█'

/** As many as fit beside their label; equal batches come last, so the end is kept. */
const MOST_BARS = 24

/** One line: the readings as bars over the iterations, from the lowest to the highest. */
export function drawSeries({ probe, iterations, readings }: Series): string {
  const shown = readings.slice(-MOST_BARS)
  const first = shown[0]
  const last = shown.at(-1)
  if (first === undefined || last === undefined) return ''
  const lowest = Math.min(...shown)
  const range = Math.max(...shown) - lowest
  const bars = shown.map((amount) =>
    BARS.charAt(range === 0 ? 0 : Math.round(((amount - lowest) / range) * (BARS.length - 1))),
  )
  const from = iterations[iterations.length - shown.length]
  return `${bars.join('')}  ${reading(probe, first)} to ${reading(probe, last)} over iterations ${from} to ${iterations.at(-1)}`
}
