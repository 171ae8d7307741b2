import { nowMs } from '../engine/clock.ts'
import { judgedProbes } from '../engine/judged-probes.ts'
import { restoreEngine, silenceEngine } from '../engine/noise-switch.ts'
import type { Wait } from '../engine/port.ts'
import { createSampler, type Sampler } from '../engine/sampler.ts'
import { waitForLock } from '../lock/wait-for-lock.ts'
import type { Unit } from '../plateau/series.ts'
import { dataHeap } from '../probe/data-heap.ts'
import { openWorkerHeaps } from '../witness/worker-heaps.ts'
import { endsLevel, hasGrownMuch, type Reading } from './level.ts'

export interface QuickLook {
  /** Whether nothing that is read here grew: of anything else, a check must decide. */
  readonly isLevel: boolean
  readonly iterations: number
}

/** Repetitions before the first reading, while V8 makes what belongs to code that runs; fewer of a slow test. */
const FIRST_ITERATIONS = 40
const FEWEST_ITERATIONS = 6

/** Of those, the ones that tell what a repetition costs. */
const PRICED_ITERATIONS = 4

/** The shortest look has this many times as many repetitions as precede its first reading. */
const SHORTEST = 4

const MOST_READINGS = 8

/**
 * Repeats a test for some ten milliseconds and reads memory and handles after each doubling, so that a clean test costs
 * little more than its own time. It only acquits. Rejects with what failed in a repetition.
 */
export async function quickLook(run: () => Promise<void>, limitMs: number): Promise<QuickLook> {
  const waited = await waitForLock({ limitMs: LONGEST_WAIT_MS, signal: undefined })
  if (waited.kind === 'over') return { isLevel: false, iterations: 0 }
  try {
    const looked = await look(run, limitMs)
    return looked.isLevel && hasWorkers() ? { ...looked, isLevel: false } : looked
  } finally {
    restoreEngine()
    waited.lock.release()
  }
}

const LONGEST_WAIT_MS = 10 * 60_000

/** What a test leaves in a worker's heap is seen by a check alone. */
function hasWorkers(): boolean {
  const workers = openWorkerHeaps()
  workers?.close()
  return workers !== undefined
}

async function look(run: () => Promise<void>, limitMs: number): Promise<QuickLook> {
  const spentMs = startSpending()
  const probes = judgedProbes({ probes: undefined })
    .filter(({ isSeldom = false }) => !isSeldom)
    .map((probe) => (probe.name === 'heap' ? dataHeap(probe) : probe))
  const units = probes.map(({ unit }) => unit)
  const sampler = createSampler(probes)
  // All that is needed is allocated before the first reading.
  const readings = Array.from({ length: MOST_READINGS }, () => emptyReading(units))
  let completed = 0
  for (; completed < PRICED_ITERATIONS; completed++) await run()
  let iterationMs = spentMs() / PRICED_ITERATIONS
  const affordable = Math.floor(limitMs / iterationMs / SHORTEST)
  if (affordable < FEWEST_ITERATIONS) return { isLevel: false, iterations: completed }
  silenceEngine()
  let target = Math.min(FIRST_ITERATIONS, affordable)
  for (let taken = 0; taken < MOST_READINGS; taken++) {
    const [from, beforeMs] = [completed, spentMs()]
    for (; completed < target; completed++) await run()
    // The first repetitions cost many times as much as later ones.
    if (completed > from) iterationMs = (spentMs() - beforeMs) / (completed - from)
    await readAfter(readings[taken - 1], sampler, units)
    const reading = readings[taken] as ReturnType<typeof emptyReading>
    reading.completed = completed
    reading.values.set(sampler.current)
    const seen = readings.slice(0, taken + 1)
    if (endsLevel(units, seen)) return { isLevel: true, iterations: completed }
    const isInTime = spentMs() + completed * iterationMs < limitMs
    if (!isInTime || hasGrownMuch(units, seen)) break
    target = 2 * completed
  }
  return { isLevel: false, iterations: completed }
}

/**
 * Milliseconds of the processor, for on a busy machine most of the time is the others'; a test that waits is charged for a part
 * of it.
 */
function startSpending(): () => number {
  const startedMs = nowMs()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return Math.max((user + system) / 1000, (nowMs() - startedMs) * WAITING_SHARE)
  }
}

const WAITING_SHARE = 0.25

function emptyReading(units: readonly Unit[]): Reading & { completed: number } {
  return { completed: 0, values: new Float64Array(units.length) }
}

/** The first is taken twice, for what lies outside the heap is swept late; others where they rose. */
async function readAfter(
  before: Reading | undefined,
  sampler: Sampler,
  units: readonly Unit[],
): Promise<void> {
  await waitedFor(sampler.settle('once'))
  const base = before?.values
  if (base !== undefined) {
    const isAbove = (value: number, at: number) =>
      value > (base[at] ?? 0) + (units[at] === 'count' ? 0 : RISEN_BYTES)
    if (!sampler.current.some(isAbove)) return
    await waitedFor(sampler.drain(base))
  }
  await waitedFor(sampler.settle('once'))
}

/** Half of what readings of an idle harness differ by. */
const RISEN_BYTES = 48

async function waitedFor(steps: Generator<Wait, void, unknown>): Promise<void> {
  for (let step = steps.next(); !step.done; step = steps.next()) await step.value
}
