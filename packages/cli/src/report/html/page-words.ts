/** Three significant digits, thousands grouped: `7.95`, `1 210`. Runs in the page. */
export function groupedText(amount: number): string {
  const shown = Math.abs(amount) >= 100 ? Math.round(amount) : Number(amount.toPrecision(3))
  return shown.toLocaleString('en-US', { maximumFractionDigits: 6 }).replaceAll(',', '\u202f')
}

/** Digits enough to tell ticks apart that are `step` away from each other: `52.35 MB`. */
export function unitText(amount: number, unit: 'bytes' | 'count' | 'ms', step: number): string {
  if (unit === 'ms') return `${groupedText(amount)} ms`
  if (unit === 'count') return groupedText(amount)
  const size = Math.abs(amount)
  const [divisor, name] =
    size >= 1e9 ? [1e9, 'GB'] : size >= 1e6 ? [1e6, 'MB'] : size >= 1e3 ? [1e3, 'kB'] : [1, 'B']
  const digits = Math.ceil(-Math.log10(step / (divisor as number)))
  return `${(amount / (divisor as number)).toFixed(Math.min(6, Math.max(0, digits)))} ${name}`
}

/** `45 s`, `3 min`, `2 h 5 min` after the start. */
export function secondsText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
