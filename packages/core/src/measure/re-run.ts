import type { Rate } from '../plateau/rate.ts'
import {
  type Finding,
  type GrownStore,
  holdsAll,
  judgeStores,
  judgeSurvivors,
  type StoreFinding,
} from '../plateau/survivors.ts'
import { arrayBufferBytes } from './buffer-census.ts'
import { type CheckRun, runBatch, TimeUp } from './check-run.ts'
import { nowMs, sleep, turns } from './clock.ts'
import { hasInspector, openInspectorSession } from './inspector-session.ts'
import { restoreEngine } from './noise-switch.ts'
import { realms } from './realms.ts'
import type { Wait } from './sampler.ts'
import { startStoreCensus } from './store-census.ts'
import { type SurvivorCounter, startSurvivorCounter } from './survivor-count.ts'

/** What a re-run of a doubtful scenario found. */
export interface ReRun {
  readonly objects: Finding | undefined
  readonly stores: StoreFinding | undefined
}

export interface ReRunPlan {
  readonly countsBuffers: boolean
  /** Whether the heap fell back before: what is found must then outlive the tick of a clock. */
  readonly comesAndGoes: boolean
}

/** Longer than the second in which most clocks tick: what undici's and Node's own timers keep is gone by then. */
const TICK_MS = 1200

/** Milliseconds that a re-run takes which waits for a tick. */
export const LONG_RE_RUN_MS: number = 2 * TICK_MS

/** Lengths of the phases, in units of the plan: warm-up, first, second twice as long, and one that displaces what is in flight. */
const SURVIVOR_UNITS = 5

/** The census runs so many equal batches. */
const CENSUS_UNITS = 3

/** The part of the remaining time that the survivor phases may take. */
const SURVIVOR_SHARE = 0.5

/**
 * Runs the scenario again to see what its growth is made of: objects that survive, or else a store
 * whose own entries grow. A finding is undefined where it could not be made in time.
 */
export function* reRun(
  run: CheckRun,
  growth: Rate,
  plan: ReRunPlan,
): Generator<Wait, ReRun, unknown> {
  const objects = yield* findSurvivors(run, growth, plan)
  if (objects === 'account') return { objects, stores: undefined }
  if (!hasInspector()) {
    // Nothing tells of stores: what grows by less than a slot is none.
    return growth.perIteration < LEAST_STORE_BYTES
      ? { objects, stores: 'none' }
      : { objects: 'unclear', stores: 'unclear' }
  }
  return { objects, stores: yield* judgeCensus(run, plan) }
}

/** A store that gains a slot of 8 bytes in every iteration grows by at least 2.7 of them; machine code by less than this. */
const LEAST_STORE_BYTES = 2

/** Bytes of growth that a phase should hold: a few hundred objects of usual size. */
const PHASE_BYTES = 16_384
const FEWEST_PHASE_ITERATIONS = 256

/** A short phase is cheap and mostly enough; a leak of one object in many iterations needs a long one. */
function* findSurvivors(
  run: CheckRun,
  { perIteration, interval }: Rate,
  plan: ReRunPlan,
): Generator<Wait, Finding | undefined, unknown> {
  const longest = unitOf(run, SURVIVOR_UNITS + CENSUS_UNITS, 1)
  const wanted = Math.ceil(PHASE_BYTES / Math.max(perIteration, 1e-3))
  // Rare survivors do not make a line that goes up and down, and the wait for a tick is paid once.
  const most = plan.comesAndGoes ? FEWEST_PHASE_ITERATIONS / 2 : longest
  const short = Math.min(longest, most, Math.max(FEWEST_PHASE_ITERATIONS, wanted))
  if (short < 1) return undefined
  const count = (iterations: number) =>
    countSurvivors(run, iterations, { ...plan, atLeast: interval[0] })
  const finding = yield* count(short)
  if (longest < 4 * short) return finding
  // What a cache of a thousand entries holds survives a short phase, but does not grow with the iterations.
  const isCertain = finding === 'account' && interval[0] > 0
  if (isCertain || (finding !== 'account' && plan.comesAndGoes)) return finding
  return yield* count(longest)
}

function* countSurvivors(
  run: CheckRun,
  asked: number,
  { atLeast, comesAndGoes }: { readonly atLeast: number; readonly comesAndGoes: boolean },
): Generator<Wait, Finding | undefined, unknown> {
  const counter = yield* attemptToCount()
  if (!counter) return undefined
  try {
    const startedMs = nowMs()
    yield* runPhase(run, counter, asked)
    // Recording every allocation slows the scenario down: the rest is planned at that pace.
    const paceMs = (nowMs() - startedMs) / asked
    const leftMs = run.budget.leftMs() - (comesAndGoes ? TICK_MS : 0)
    const affordable = (SURVIVOR_SHARE * leftMs) / paceMs / (SURVIVOR_UNITS - 1)
    const unit = Math.max(1, Math.min(asked, Math.floor(affordable)))
    for (const iterations of [unit, 2 * unit, unit]) yield* runPhase(run, counter, iterations)
    if (comesAndGoes) yield* outliveTick(run)
    else yield* run.sampler.drain(run.accepted)
    yield* run.sampler.settle()
    endWhenLate(run)
    const [, first, second] = yield* counter.phases()
    return first && second && judgeSurvivors({ first, second }, atLeast)
  } finally {
    yield* counter.close()
  }
}

function* attemptToCount(): Generator<Wait, SurvivorCounter | undefined, unknown> {
  try {
    return yield* startSurvivorCounter()
  } catch (error) {
    if (error instanceof TimeUp) throw error
    return undefined
  }
}

function* runPhase(
  run: CheckRun,
  counter: SurvivorCounter,
  iterations: number,
): Generator<Wait, void, unknown> {
  yield* runBatch(run, iterations)
  yield turns()
  endWhenLate(run)
  yield* counter.endPhase(iterations)
}

function* outliveTick(run: CheckRun): Generator<Wait, void, unknown> {
  if (run.budget.leftMs() < TICK_MS + 2 * run.sampleMs) throw new TimeUp()
  yield sleep(TICK_MS)
}

/** What follows collects all garbage once or twice and cannot be interrupted. */
function endWhenLate(run: CheckRun): void {
  if (run.budget.leftMs() < 2 * run.sampleMs) throw new TimeUp()
}

/** Undefined where there was no time for batches long enough to tell. */
function* judgeCensus(
  run: CheckRun,
  plan: ReRunPlan,
): Generator<Wait, StoreFinding | undefined, unknown> {
  const unit = unitOf(run, CENSUS_UNITS, 0.5)
  const grown = unit < 1 ? undefined : yield* findGrownStores(run, plan, unit)
  return grown && judgeStores(grown, { completed: run.loop.completed, iterationsPerBatch: unit })
}

function* findGrownStores(
  run: CheckRun,
  { countsBuffers, comesAndGoes }: ReRunPlan,
  unit: number,
): Generator<Wait, readonly GrownStore[] | undefined, unknown> {
  // The census reads a whole heap: compiled code does it ten times as fast.
  restoreEngine()
  endWhenLate(run)
  const session = attempt(openInspectorSession)
  if (!session) return undefined
  try {
    const asked = attempt(realms)
    const census = asked && attempt(() => startStoreCensus(session, asked))
    if (!census) return undefined
    const bufferBytes: number[] = []
    let noted = 0
    const count = () => {
      noted += census.count()
      if (countsBuffers) bufferBytes.push(arrayBufferBytes(session, asked) - noted)
    }
    count()
    for (let batch = 0; batch < CENSUS_UNITS; batch++) {
      yield* runBatch(run, unit)
      yield turns()
      restoreEngine()
      count()
    }
    const grown = census.grown(unit)
    const kept = comesAndGoes ? grown.filter((store) => holdsAll(store, run.loop.completed)) : grown
    return [...kept, ...(countsBuffers ? [grownBuffers(bufferBytes, unit)] : [])]
  } finally {
    session.close()
  }
}

/** The first batch is thrown away: the first count leaves what it compiled and asked for. */
function grownBuffers(bytes: readonly number[], iterationsPerBatch: number): GrownStore {
  const gains = bytes.slice(2).map((later, at) => later - (bytes[at + 1] ?? 0))
  return { container: 'ArrayBuffer', gains, iterationsPerBatch }
}

/** Where there is no inspector (`--permission`), the bytes must decide alone. */
function attempt<Tool>(start: () => Tool): Tool | undefined {
  try {
    return start()
  } catch {
    return undefined
  }
}

/** An eighth of the iterations so far, or what `share` of the remaining time and iterations allows. */
function unitOf(run: CheckRun, units: number, share: number): number {
  const { loop, options, budget } = run
  const inTime = Math.floor((share * budget.leftMs()) / Math.max(run.iterationMs, 1e-4) / units)
  const wanted = Math.ceil(loop.completed / 8)
  // A number of iterations that was asked for is judged; a re-run on doubt is not bound by it.
  if (options.iterations !== undefined) {
    return Math.min(Math.max(wanted, FEWEST_PHASE_ITERATIONS), inTime)
  }
  return Math.min(wanted, inTime, Math.floor((options.maxIterations - loop.completed) / units))
}
