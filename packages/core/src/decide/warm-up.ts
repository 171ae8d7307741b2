import { completed, type History, placesOf, readingAt } from './history.ts'
import { iterationMs } from './pace.ts'
import { areScarce, mayBeScarce } from './scarce.ts'
import type { Step } from './step.ts'
import type { Terms } from './terms.ts'

/** The first call tells whether the scenario is asynchronous, four more what an iteration costs. */
const FIRST_ITERATIONS = 5

/** Enough iterations to see by their handles that each opens one, few enough to open them. */
const PILOT_ITERATIONS = 24

/** The part of the time limit that the warm-up may take. */
const WARM_UP_SHARE = 0.06

/** The iterations that are never judged. With compilers on: number crunching is 20 times as fast. */
export function warmUp(history: History, terms: Terms): Step | undefined {
  const done = completed(history)
  const asked = terms.warmUp ?? terms.iterations ?? Math.floor(terms.maxIterations / 4)
  const first = Math.min(terms.warmUp ?? FIRST_ITERATIONS, asked)
  if (done < first && isCheap(history, terms, first)) {
    return run(done === 0 || (done === 1 && mayBeScarce(history, terms)) ? 1 : first - done)
  }
  const samples = samplesOf(history)
  const [base] = samples
  if (base === undefined) return sample(history, terms)
  if (areScarce(history, terms)) return undefined
  const pilot =
    terms.warmUp === undefined
      ? Math.min(PILOT_ITERATIONS, affordable(history, terms), asked - first)
      : terms.warmUp - first
  const isPiloted = placesOf(history, 'run', 'warm-up').some((at) => at > base)
  if (pilot <= 0 || samples.length > 1) return undefined
  return isPiloted ? sample(history, terms) : run(pilot)
}

function samplesOf(history: History): readonly number[] {
  return [...placesOf(history, 'minor', 'warm-up'), ...placesOf(history, 'full', 'warm-up')]
}

/** Upper bounds of what an iteration of the pilot left, by probe; nothing where there was no pilot. */
export function keptInPilot(history: History): readonly number[] {
  const [base, end] = samplesOf(history)
  if (base === undefined || end === undefined) return []
  const iterations = (history.completed[end] ?? 0) - (history.completed[base] ?? 0)
  return history.probes.map(
    (_, probe) => (readingAt(history, end, probe) - readingAt(history, base, probe)) / iterations,
  )
}

/** An upper bound of the bytes that an iteration of the pilot kept, on the heap and outside it. */
export function bytesKeptInPilot(history: History): number {
  const kept = keptInPilot(history)
  return history.probes.reduce(
    (sum, { unit }, at) => sum + (unit === 'bytes' ? Math.max(0, kept[at] ?? 0) : 0),
    0,
  )
}

/** Whether about every iteration left a handle or a descriptor open: iterations are scarce then. */
export function opensHandles(history: History): boolean {
  const kept = keptInPilot(history)
  return history.probes.some(
    ({ unit, isCollected }, at) => unit === 'count' && !isCollected && (kept[at] ?? 0) >= 0.5,
  )
}

/** Of slow iterations the first alone must do. */
function isCheap(history: History, terms: Terms, first: number): boolean {
  if (terms.warmUp !== undefined) return true
  if (mayBeScarce(history, terms)) return !areScarce(history, terms)
  const wanted = history.length === 0 ? 0 : (first - 1) * iterationMs(history)
  return wanted <= WARM_UP_SHARE * terms.limitMs
}

function affordable(history: History, { limitMs }: Terms): number {
  return Math.floor((WARM_UP_SHARE * limitMs) / Math.max(iterationMs(history), 1e-4))
}

function run(iterations: number): Step {
  return { do: 'run', phase: 'warm-up', iterations, isSilent: false }
}

function sample(history: History, { collections }: Terms): Step {
  const collection = collections === 'full' ? 'full' : 'minor'
  return { do: 'sample', phase: 'warm-up', collection, turns: history.isAsync, isBetween: false }
}
