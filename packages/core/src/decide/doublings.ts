import type { allowance } from '../plateau/allowance.ts'
import { type History, readingAt } from './history.ts'
import type { Terms } from './terms.ts'

/** Doublings that grow plainly, by a byte per iteration or by a handle, end the minor collections. */
const PLAIN_BYTES_PER_ITERATION = 1

/** What successive samples show. */
export interface Doublings {
  /** Doublings in a row, the latest among them, in which no probe rose, nor bytes fell by much. */
  readonly quiet: number
  /** Doublings that were not quiet. */
  readonly grown: number
  /** Doublings that plainly grew, or that a full collection interrupted. */
  readonly plain: number
  /** Bytes that grew in the latest. */
  readonly bytes: number
}

/**
 * What successive samples show. A page that the sample before kept by chance is passed over: where the
 * next falls back, it is compared with the one before that.
 */
export function doublingsOf(
  history: History,
  samples: readonly number[],
  within: Within,
): Doublings {
  const { constantBytes = 0 } = within
  let [base, quiet, grown, plain, bytes] = [samples[0] ?? 0, 0, 0, 0, 0]
  let beforeSpike: number | undefined
  for (const at of samples.slice(1)) {
    let change = changeOf(history, [base, at], within)
    if (change.kind === 'fell' && beforeSpike !== undefined)
      change = changeOf(history, [beforeSpike, at], within)
    const isInterrupted = history.interrupted[at] === 1
    const isConstant = !change.hasCounted && change.bytes <= Math.min(bytes, constantBytes)
    if (change.kind === 'grew' && isConstant) change = { ...change, kind: 'quiet', isPlain: false }
    quiet = change.kind === 'quiet' && !isInterrupted ? quiet + 1 : 0
    if (change.kind === 'grew') grown++
    if (isInterrupted || change.isPlain) plain++
    bytes = change.bytes
    beforeSpike = change.kind === 'grew' ? (beforeSpike ?? base) : undefined
    base = at
  }
  return { quiet, grown, plain, bytes }
}

/** How far a probe may rise and still be level. */
interface Within extends Pick<Terms, 'tolerate'> {
  readonly allow: typeof allowance
  /** Bytes up to which a rise is of the sample itself where it is no more than that of the doubling before, which was half as long. */
  readonly constantBytes?: number
}

interface Change {
  readonly kind: 'quiet' | 'grew' | 'fell'
  readonly isPlain: boolean
  readonly bytes: number
  /** Whether a count rose by more than it may. */
  readonly hasCounted: boolean
}

function changeOf(
  history: History,
  [base, at]: readonly [base: number, at: number],
  { allow, tolerate }: Within,
): Change {
  const iterations = (history.completed[at] ?? 0) - (history.completed[base] ?? 0)
  let [kind, isPlain, bytes]: [Change['kind'], boolean, number] = ['quiet', false, 0]
  let hasCounted = false
  for (let probe = 0; probe < history.probes.length; probe++) {
    const { unit = 'count', name, floorPerIteration = 0 } = history.probes[probe] ?? {}
    const rise = readingAt(history, at, probe) - readingAt(history, base, probe)
    const tolerated = name === undefined ? 0 : (tolerate[name] ?? 0)
    const allowed = allow(unit, iterations, tolerated + floorPerIteration)
    if (rise > allowed) {
      kind = 'grew'
      hasCounted ||= unit === 'count'
    } else if (kind === 'quiet' && unit === 'bytes' && rise < -allowed) kind = 'fell'
    if (unit === 'bytes') bytes += Math.max(0, rise)
    else if (rise >= 1) isPlain = true
  }
  return {
    kind,
    isPlain: kind === 'grew' && (isPlain || bytes >= PLAIN_BYTES_PER_ITERATION * iterations),
    bytes,
    hasCounted,
  }
}
