import { MisuseError } from '@plateau/core'

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** Milliseconds of `'90s'`, `'1h30m'` or a number of them. Throws `MisuseError`, naming the option. */
export function durationMs(option: string, received: string | number): number {
  if (typeof received === 'number' && received > 0 && Number.isFinite(received)) return received
  const parts = [...String(received).matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)]
  const total = parts.reduce(
    (sum, [, amount, unit = '']) => sum + Number(amount) * (UNITS_MS[unit] ?? 0),
    0,
  )
  if (total > 0 && parts.map(([text]) => text).join('') === received) return total
  throw new MisuseError(
    `${option} must be a time with its unit such as 90s, 30m or 8h, received '${received}'.`,
  )
}

const UNITS_BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
}

/** Bytes of `'512MiB'` or a number of them. Throws `MisuseError`, naming the option. */
export function bytesOf(option: string, received: string | number): number {
  if (typeof received === 'number' && received > 0 && Number.isFinite(received)) return received
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z]+)$/.exec(String(received)) ?? []
  const bytes = Number(amount) * (UNITS_BYTES[unit] ?? Number.NaN)
  if (bytes > 0) return bytes
  throw new MisuseError(
    `${option} must be a size with its unit such as 512MiB or 2GB, received '${received}'.`,
  )
}

/** Iterations per second of `'200'` or `'200/s'`. Throws `MisuseError`, naming the option. */
export function ratePerSecond(option: string, received: string | number): number {
  const rate = Number(String(received).replace(/\/s$/, ''))
  if (rate > 0 && Number.isFinite(rate)) return rate
  throw new MisuseError(
    `${option} must be iterations per second such as 200, received '${received}'.`,
  )
}
