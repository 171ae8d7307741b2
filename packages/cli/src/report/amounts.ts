import type { ProbeName } from '@plateau/core'
import { COUNTED } from '@plateau/core/soak'

/** `handle`; undefined for what is in bytes. */
export function countedNoun(probe: ProbeName): string | undefined {
  return COUNTED[probe]?.[0]
}

/** `heap`, `file descriptors`: as a sentence has it. */
export function probeNoun(probe: ProbeName): string {
  return COUNTED[probe]?.[1] ?? BYTES_OF[probe] ?? probe
}

const BYTES_OF: { readonly [Probe in ProbeName]?: string } = {
  external: 'memory outside the heap',
  native: 'native memory',
  rss: 'resident memory',
}

export function isInBytes(probe: ProbeName): boolean {
  return COUNTED[probe] === undefined
}

/** Three significant digits, thousands grouped: `7.95`, `1 210`. */
export function amountText(amount: number): string {
  if (!Number.isFinite(amount)) return '∞'
  if (Math.abs(amount) >= 100) {
    return Math.round(amount).toLocaleString('en-US').replaceAll(',', ' ')
  }
  return String(Number(amount.toPrecision(3)) + 0)
}

/** `+112 bytes per iteration`, `−0.5 handles per iteration`. */
export function rateText(probe: ProbeName, perIteration: number): string {
  const [one, many] = COUNTED[probe] ?? ['byte', 'bytes']
  const shown = amountText(Math.abs(perIteration))
  return `${perIteration < 0 ? '−' : '+'}${shown} ${shown === '1' ? one : many} per iteration`
}

/** `52.4 MB`, or a plain count. */
export function readingText(probe: ProbeName, amount: number): string {
  return isInBytes(probe) ? bytesText(amount) : amountText(amount)
}

/** `850 B`, `12.4 kB`, `3.1 MB`, `2.05 GB`: powers of 1000. */
export function bytesText(amount: number): string {
  const sign = amount < 0 ? '−' : ''
  const bytes = Math.abs(amount)
  if (Math.round(bytes) < 1000) return `${sign}${Math.round(bytes)} B`
  if (Math.round(bytes / 100) < 10_000) return `${sign}${(bytes / 1e3).toFixed(1)} kB`
  if (Math.round(bytes / 1e5) < 10_000) return `${sign}${(bytes / 1e6).toFixed(1)} MB`
  return `${sign}${(bytes / 1e9).toFixed(2)} GB`
}

/** `850 ms`, `12 s`, `4 min 30 s`, `7 h 5 min`, `3 days 2 h`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return twoUnits([minutes, 'min'], [seconds % 60, 's'])
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return twoUnits([hours, 'h'], [minutes % 60, 'min'])
  return twoUnits([Math.floor(hours / 24), 'days'], [hours % 24, 'h'])
}

function twoUnits(large: readonly [number, string], small: readonly [number, string]): string {
  const first = `${amountText(large[0])} ${large[1]}`
  return small[0] === 0 ? first : `${first} ${small[0]} ${small[1]}`
}

/** `2026-11-21 02:17 UTC`. */
export function timeText(wall: number): string {
  const date = new Date(wall)
  if (Number.isNaN(date.getTime())) return 'an unknown time'
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
