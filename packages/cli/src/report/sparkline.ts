const BARS = '▁▂▃▄▅▆▇█'

/** The readings as bars, from the lowest to the highest; a space is a stretch without any. */
export function sparkline(readings: readonly (number | undefined)[], width = 24): string {
  const shown = lowestOfEach(readings, Math.min(width, readings.length))
  const known = shown.filter((reading) => reading !== undefined)
  const lowest = Math.min(...known)
  const range = Math.max(...known) - lowest
  const barOf = (reading: number) =>
    BARS.charAt(range === 0 ? 0 : Math.round(((reading - lowest) / range) * (BARS.length - 1)))
  return shown.map((reading) => (reading === undefined ? ' ' : barOf(reading))).join('')
}

/** The lowest: what is judged is the floor, and peaks of single samples say nothing about it. */
function lowestOfEach(
  readings: readonly (number | undefined)[],
  stretches: number,
): readonly (number | undefined)[] {
  return Array.from({ length: stretches }, (_, at) => {
    const from = Math.floor((at * readings.length) / stretches)
    const to = Math.floor(((at + 1) * readings.length) / stretches)
    const known = readings.slice(from, to).filter((reading) => reading !== undefined)
    return known.length === 0 ? undefined : Math.min(...known)
  })
}
