import type { ProbeName } from '../plateau/verdict.ts'

/** The noun behind a count, singular and plural; probes that are not here are in bytes. */
export const COUNTED: Readonly<Partial<Record<ProbeName, readonly [one: string, many: string]>>> = {
  handles: ['handle', 'handles'],
  fds: ['file descriptor', 'file descriptors'],
  threads: ['thread', 'threads'],
  contexts: ['context', 'contexts'],
  heapObjects: ['heap object', 'heap objects'],
  goroutines: ['goroutine', 'goroutines'],
  nodes: ['DOM node', 'DOM nodes'],
  listeners: ['listener', 'listeners'],
  documents: ['document', 'documents'],
  frames: ['frame', 'frames'],
}

/** Three significant digits, thousands grouped: `7.95`, `0.64`, `1 210`. */
export function number(amount: number): string {
  if (!Number.isFinite(amount)) return '∞'
  if (Math.abs(amount) >= 100)
    return Math.round(amount).toLocaleString('en-US').replaceAll(',', ' ')
  const rounded = Number(amount.toPrecision(3))
  return String(Object.is(rounded, -0) ? 0 : rounded)
}

export function signed(amount: number): string {
  return amount < 0 ? `-${number(-amount)}` : `+${number(amount)}`
}

/** `+8 bytes per iteration`, `+1 handle per iteration`. */
export function perIteration(probe: ProbeName, amount: number): string {
  const [one, many] = COUNTED[probe] ?? ['byte', 'bytes']
  const shown = number(Math.abs(amount))
  return `${signed(amount)} ${shown === '1' ? one : many} per iteration`
}

/** `850 B`, `12.4 kB`, `3.1 MB`: powers of 1000. */
export function bytes(amount: number): string {
  const sign = amount < 0 ? '-' : ''
  const size = Math.abs(amount)
  // Compared as it is shown, so that 999.96 kB becomes 1.0 MB.
  if (Math.round(size) < 1000) return `${sign}${Math.round(size)} B`
  if (Math.round(size / 100) < 10_000) return `${sign}${(size / 1e3).toFixed(1)} kB`
  return `${sign}${(size / 1e6).toFixed(1)} MB`
}

/** A reading of a probe, in its unit. */
export function reading(probe: ProbeName, amount: number): string {
  return COUNTED[probe] ? number(amount) : bytes(amount)
}

/** `0.8 µs`, `12 ms`, `4.5 s`. */
export function duration(milliseconds: number): string {
  const microseconds = Number((milliseconds * 1000).toPrecision(3))
  if (microseconds < 1000) return `${number(microseconds)} µs`
  if (microseconds < 1e6) return `${number(microseconds / 1000)} ms`
  return `${number(microseconds / 1e6)} s`
}
