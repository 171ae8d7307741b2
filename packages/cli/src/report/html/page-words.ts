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
  const digits = digitsOf(step / (divisor as number))
  return `${(amount / (divisor as number)).toFixed(digits)} ${name}`
}

/** What stands beside a tick, in as many digits as its step has: `2.5 MB` is not `3 MB`. */
export function tickText(amount: number, unit: 'bytes' | 'count' | 'ms', step: number): string {
  if (unit === 'bytes') return unitText(amount, unit, step)
  const digits = digitsOf(step)
  const shown = amount
    .toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replaceAll(',', '\u202f')
  return unit === 'ms' ? `${shown} ms` : shown
}

/** Digits behind the point that a step needs: none for 5, one for 2.5, two for 0.25. */
export function digitsOf(step: number): number {
  const most = 6
  for (let digits = 0; digits < most; digits++) {
    const shifted = step * 10 ** digits
    if (Math.abs(shifted - Math.round(shifted)) < 1e-6 * Math.max(1, shifted) && shifted > 0.5)
      return digits
  }
  return most
}

/** A step that shows five digits of an amount. */
export function fifthDigit(amount: number): number {
  return amount === 0 ? 1 : 10 ** Math.floor(Math.log10(Math.abs(amount) / 1e4))
}

/** `45 s`, `3 min`, `2 h 5 min` after the start. */
export function secondsText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
