import { allowance, minorAllowance } from '../plateau/allowance.ts'
import { CHEAP_ITERATIONS_SHARE, TELLING_DOUBLINGS } from './bounds.ts'
import { type Doublings, doublingsOf } from './doublings.ts'
import { filledAt, tellingOfFilled } from './filling.ts'
import { hasSlowed } from './gate-heap.ts'
import {
  completed,
  elapsedMs,
  type History,
  isLatest,
  type Phase,
  placesOf,
  readingAt,
} from './history.ts'
import { iterationMs } from './pace.ts'
import { areScarce } from './scarce.ts'
import type { Step } from './step.ts'
import { filledIterations, type Terms } from './terms.ts'
import { bytesKeptInPilot, opensHandles } from './warm-up.ts'
import { restOfDoubling, sampleFull } from './windows.ts'

/** Iterations over which a leak of one object in a hundred shows three times in the second half. */
const ENOUGH_ITERATIONS = 640

/** The part of the time limit that enough iterations may take for the gate to be opened. */
const OPEN_SHARE = 0.15

/** And that the gate may take with its collections, slow as a busy machine makes them: what it does not pass needs the rest to be counted. */
const GATE_SHARE = 0.3

/** And where the latest of its doublings was level: one more is cheaper than to count. */
const LAST_DOUBLING_SHARE = 0.5

/** Iterations of the first sampled batch of a fast scenario, or what fits into this time. */
const FIRST_BATCH_ITERATIONS = 512
const FIRST_BATCH_MS = 6

/** The part of it that enough iterations may take where minor collections come first. */
const MINOR_SHARE = 0.02

/** Of the allowed iterations, the part that the gate may use. */
const GATE_ITERATIONS_SHARE = 0.2

/** Growth that ends the gate: whatever a further doubling shows of so much, it must be counted. */
const GROWN_BYTES = 8 * 2 ** 20

/** Doublings with minor collections: the floating garbage of most scenarios shows at once. */
const MOST_MINOR = 8

/** What is in use while V8 collects in the midst of a batch stays until a full collection: 0.8 to 2.7 kB, as much after a long batch as after a short one. */
const MINOR_SAMPLE_BYTES = 4096

/** In the first check of a process, its own code was quiet after eleven rounds at most. */
const MOST_SETTLING = 16
const SETTLING_ITERATIONS = 96

/** Whether a plateau can be seen by bytes alone: in fewer iterations, a store may not have taken its next step. */
export function isGateOpen(history: History, terms: Terms): boolean {
  if (terms.legs === 'equal' || areScarce(history, terms)) return false
  const needed = enough(terms)
  const isInTime = needed * iterationMs(history) <= OPEN_SHARE * terms.limitMs
  const allowed = terms.iterations ?? GATE_ITERATIONS_SHARE * terms.maxIterations
  return isInTime && allowed >= needed && terms.iterations === undefined && !opensHandles(history)
}

/** A store that was filled before takes its next step within twice as many. */
function enough(terms: Terms): number {
  return Math.max(ENOUGH_ITERATIONS, filledIterations(terms), 2 * terms.ranBefore)
}

/** Short batches until the code that samples and decides is compiled, which its first check does while it runs. */
export function settle(history: History, terms: Terms): Step | undefined {
  if (!terms.isFirst || !isGateOpen(history, terms)) return undefined
  const samples = placesOf(history, 'minor', 'settle')
  if (samples.length > MOST_SETTLING) return undefined
  if (
    samples.length > 0 &&
    doublingsOf(history, samples, { allow: minorAllowance, tolerate: terms.tolerate }).quiet >=
      TELLING_DOUBLINGS
  )
    return undefined
  const isRun = isLatest(history, 'run', 'settle')
  if (samples.length === 0 || isRun) return sampleMinor(history, 'settle')
  return run('settle', samples.length === 1 ? SETTLING_ITERATIONS : 1)
}

/** Upper bounds over doublings: what survives a minor collection costs 0.1 ms to read at any heap. */
export function minor(history: History, terms: Terms): Step | undefined {
  if (terms.collections === 'full' || !isGateOpen(history, terms)) return undefined
  const samples = placesOf(history, 'minor', 'minor')
  const total = completed(history)
  if (samples.length === 0) {
    if (!areMinorCheaper(history, terms)) return undefined
    const missing = firstTarget(history, terms) - total
    if (missing > 0 && !isLatest(history, 'run', 'minor')) return run('minor', missing)
    return sampleMinor(history, 'minor')
  }
  if (isLatest(history, 'run', 'minor')) return sampleMinor(history, 'minor')
  const seen = doublingsOf(history, samples, {
    allow: minorAllowance,
    tolerate: terms.tolerate,
    constantBytes: MINOR_SAMPLE_BYTES,
  })
  if (seen.quiet >= TELLING_DOUBLINGS && total >= enough(terms))
    return plateau(history, terms, 'minor')
  const isOver =
    seen.plain >= TELLING_DOUBLINGS || samples.length > MOST_MINOR || seen.bytes >= GROWN_BYTES
  if (isOver || !canDouble(history, terms, seen)) return undefined
  return run('minor', total)
}

/**
 * Full collections over doublings: arrays grow by a factor of 1.5 and tables by 2, so a quiet stretch proves nothing
 * unless it is as long as everything before it.
 */
export function full(history: History, terms: Terms): Step | undefined {
  if (!isGateOpen(history, terms)) return undefined
  const samples = placesOf(history, 'full', 'full')
  const begun = [...placesOf(history, 'minor', 'minor'), ...placesOf(history, 'run', 'full')]
  const missing = begun.length === 0 ? firstTarget(history, terms) - completed(history) : 0
  if (missing > 0) return run('full', missing)
  const base = samples.at(-1)
  const seen = doublingsOf(history, samples, { allow: allowance, tolerate: terms.tolerate })
  const telling = tellingOfFilled(history, samples, seen)
  if (base !== history.length - 1) {
    const isWhole = base === undefined || telling !== undefined
    const rest = isWhole ? undefined : restOfDoubling(history, 'full', base)
    return rest ?? sampleFull(history, 'full')
  }
  const total = completed(history)
  if (seen.quiet >= TELLING_DOUBLINGS && total >= enough(terms))
    return plateau(history, terms, 'full')
  const filled = filledAt(history, terms, seen)
  if (filled !== undefined) return run('full', total < enough(terms) ? total : filled - total)
  if (telling !== undefined) return run('full', telling)
  // What fills up meanwhile grows less in the longer of two doublings: one more tells.
  const hasGrown = seen.grown >= TELLING_DOUBLINGS && !hasSlowed(history)
  const isOver = hasGrown || seen.bytes >= GROWN_BYTES
  if (isOver || !canDouble(history, terms, seen)) return undefined
  // What rises in equal windows is no weak table.
  return seen.quiet > 0 ? restOfDoubling(history, 'full', base) : run('full', total)
}

/** Where iterations take longer than full collections, what needs twice as many of them is the dearer way. */
function areMinorCheaper(history: History, terms: Terms): boolean {
  return enough(terms) * iterationMs(history) <= MINOR_SHARE * terms.limitMs
}

/** Iterations in all at the first sample. */
function firstTarget(history: History, terms: Terms): number {
  const total = completed(history)
  const inTime = Math.floor(FIRST_BATCH_MS / Math.max(iterationMs(history), 1e-6))
  const bearable = Math.floor(GROWN_BYTES / Math.max(1, bytesKeptInPilot(history)))
  const target = Math.min(FIRST_BATCH_ITERATIONS, inTime, bearable)
  const least = Math.max(2 * total, target, 2 * terms.bounded)
  // A third doubling, where one is needed, shall end at exactly enough.
  const doublings = Math.floor(Math.log2(enough(terms) / least))
  const exact = Math.ceil(enough(terms) / 2 ** doublings)
  return doublings > TELLING_DOUBLINGS && exact <= bearable ? exact : least
}

function canDouble(history: History, terms: Terms, { quiet }: Doublings): boolean {
  const total = completed(history)
  const [timeShare, iterationsShare] =
    quiet === 0
      ? [GATE_SHARE, GATE_ITERATIONS_SHARE]
      : [LAST_DOUBLING_SHARE, CHEAP_ITERATIONS_SHARE]
  const isInTime = elapsedMs(history) + total * iterationMs(history) <= timeShare * terms.limitMs
  // The first two doublings that are enough were promised when the gate was opened.
  return (
    (isInTime || 2 * total <= enough(terms)) && 2 * total <= iterationsShare * terms.maxIterations
  )
}

function plateau(history: History, terms: Terms, collection: 'minor' | 'full'): Step {
  const judged = Math.floor(completed(history) / 2)
  const [base = 0, last = 0] = placesOf(history, collection, collection).slice(-2)
  const resolution = Object.fromEntries(
    history.probes.map(({ name, unit }, probe) => {
      const allowed = allowance(unit, judged, terms.tolerate[name] ?? 0)
      const rise = readingAt(history, last, probe) - readingAt(history, base, probe)
      const most = unit === 'count' ? allowed + 1 : Math.max(allowed, rise)
      return [name, most / judged]
    }),
  )
  return {
    do: 'end',
    decision: { kind: 'plateau', resolution, because: `level-after-${collection}-collections` },
  }
}

function run(phase: Phase, iterations: number): Step {
  return { do: 'run', phase, iterations, isSilent: true }
}

function sampleMinor({ isAsync }: History, phase: Phase): Step {
  return { do: 'sample', phase, collection: 'minor', turns: isAsync, isBetween: false }
}
