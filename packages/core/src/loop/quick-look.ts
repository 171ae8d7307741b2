import { nowMs } from '../engine/clock.ts'
import { judgedProbes } from '../engine/judged-probes.ts'
import { restoreEngine, silenceEngine } from '../engine/noise-switch.ts'
import type { Wait } from '../engine/port.ts'
import { createSampler, type Sampler } from '../engine/sampler.ts'
import { waitForLock } from '../lock/wait-for-lock.ts'
import type { Unit } from '../plateau/series.ts'
import { dataHeap } from '../probe/data-heap.ts'
import { openWorkerHeaps } from '../witness/worker-heaps.ts'
import {
  endsLevel,
  FEWEST_WINDOWS,
  growsSteadily,
  hasGrownMuch,
  READ_AFTER,
  type Reading,
} from './level.ts'

export interface QuickLook {
  /** Whether nothing that is read here grew: of anything else, a check must decide. */
  readonly isLevel: boolean
  readonly iterations: number
  /** Milliseconds by the clock, without the wait for other checks. */
  readonly ms: number
}

export interface LookLimits {
  /** Of the processor. */
  readonly cpuMs: number
  /** By the clock. Default: as long as the processor takes. */
  readonly wallMs?: number
}

/** Repetitions before the first reading; fewer of a slow test. */
const FIRST_ITERATIONS = 10
const FEWEST_ITERATIONS = 2

/** Of those, the ones that tell what a repetition costs. */
const PRICED_ITERATIONS = 4

/** The shortest look has this many times as many repetitions as precede its first reading. */
const SHORTEST = READ_AFTER[FEWEST_WINDOWS] as number

/**
 * Repeats a test for some ten milliseconds and reads memory and handles in between, so that a clean test costs
 * little more than its own time. It only acquits. Rejects with what failed in a repetition.
 */
export async function quickLook(
  run: () => Promise<void>,
  { cpuMs, wallMs = Number.POSITIVE_INFINITY }: LookLimits,
): Promise<QuickLook> {
  const waited = await waitForLock({ limitMs: LONGEST_WAIT_MS, signal: undefined })
  if (waited.kind === 'over') return { isLevel: false, iterations: 0, ms: 0 }
  const startedMs = nowMs()
  try {
    const looked = await look(run, { cpuMs, wallMs })
    const isLevel = looked.isLevel && !hasWorkers()
    return { ...looked, isLevel, ms: nowMs() - startedMs }
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

async function look(
  run: () => Promise<void>,
  limits: Required<LookLimits>,
): Promise<Omit<QuickLook, 'ms'>> {
  const startedMs = nowMs()
  const spent = startSpending(limits)
  const probes = judgedProbes({ probes: undefined })
    .filter(({ isSeldom = false }) => !isSeldom)
    .map((probe) => (probe.name === 'heap' ? dataHeap(probe) : probe))
  const units = probes.map(({ unit }) => unit)
  const sampler = createSampler(probes)
  // All that is needed is allocated before the first reading.
  const readings = READ_AFTER.map(() => emptyReading(units))
  let completed = 0
  for (; completed < PRICED_ITERATIONS; completed++) await run()
  const affordable = Math.floor(PRICED_ITERATIONS / spent() / SHORTEST)
  if (affordable < FEWEST_ITERATIONS) return { isLevel: false, iterations: completed }
  silenceEngine()
  const first = Math.min(FIRST_ITERATIONS, affordable)
  for (const [taken, reading] of readings.entries()) {
    for (; completed < (READ_AFTER[taken] ?? 0) * first; completed++) await run()
    await readAfter(readings[taken - 1], sampler, units)
    reading.completed = completed
    reading.values.set(sampler.current)
    // What the test before has left is settled by the first.
    const seen = readings.slice(1, taken + 1)
    if (endsLevel(units, seen)) return { isLevel: true, iterations: completed }
    if (spent() > 1 || hasGrownMuch(units, seen) || growsSteadily(units, seen)) break
    if (taken >= FEWEST_WINDOWS && nowMs() - startedMs > FEWEST_SHARE * limits.wallMs) break
  }
  return { isLevel: false, iterations: completed }
}

/**
 * The part of its limits that the look has spent. Milliseconds of the processor, for on a busy machine most of the time is the
 * others'; a test that waits is charged for a part of it.
 */
function startSpending({ cpuMs, wallMs }: Required<LookLimits>): () => number {
  const startedMs = nowMs()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    const elapsedMs = nowMs() - startedMs
    const ownMs = Math.max((user + system) / 1000, elapsedMs * WAITING_SHARE)
    return Math.max(ownMs / cpuMs, elapsedMs / wallMs)
  }
}

const WAITING_SHARE = 0.25

/** Of the time by the clock, what the shortest look alone may exceed: the rest is of more use to a check. */
const FEWEST_SHARE = 0.6

function emptyReading(units: readonly Unit[]): Reading & { completed: number } {
  return { completed: 0, values: new Float64Array(units.length) }
}

/** What is open beyond one stray handle is waited for, such as sockets that close late. */
async function readAfter(
  before: Reading | undefined,
  sampler: Sampler,
  units: readonly Unit[],
): Promise<void> {
  await waitedFor(sampler.settle('once'))
  const base = before?.values
  if (base === undefined) return
  const isOpen = (value: number, at: number) => units[at] === 'count' && value > (base[at] ?? 0) + 1
  if (!sampler.current.some(isOpen)) return
  await waitedFor(sampler.drain(base))
  await waitedFor(sampler.settle('once'))
}

async function waitedFor(steps: Generator<Wait, void, unknown>): Promise<void> {
  for (let step = steps.next(); !step.done; step = steps.next()) await step.value
}
