/** Three significant digits, thousands grouped: `7.95`, `1 210`. Runs in the page. */
export function amountText(amount: number): string {
  const shown = Math.abs(amount) >= 100 ? Math.round(amount) : Number(amount.toPrecision(3))
  return shown.toLocaleString('en-US', { maximumFractionDigits: 6 }).replaceAll(',', '\u202f')
}

/** With its sign, which growth always shows; nothing for zero but zero. */
export function signedText(amount: number): string {
  if (amount === 0) return '0'
  return amount < 0 ? `−${amountText(-amount)}` : `+${amountText(amount)}`
}

/** `+24 bytes`, `+1 object`. */
export function perIterationText(
  amount: number,
  iterations: number,
  unit: 'bytes' | 'objects',
): string {
  const text = signedText(amount / iterations)
  return `${text} ${text.slice(1) === '1' ? unit.slice(0, -1) : unit}`
}

/** The last two parts of a path tell a file of Go from others. */
export function fileText(file: string, line: number): string {
  return `${file.split('/').slice(-2).join('/')}:${line}`
}

/** Without the path of its package, but not that of a type's argument: `cache.(*Store).Put`. */
export function shortName(name: string): string {
  return name.replace(/^[^([]*\//, '')
}
