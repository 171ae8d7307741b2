import { collect } from '@plateau/expose-gc-wrapper'
import { baseOfLedger, iterationsOfGroups } from '../decide/batches.ts'
import { note, placesOf, probeNamed, readingsAt } from '../decide/history.ts'
import { next } from '../decide/next-step.ts'
import { type Decision, kindOf, type Step } from '../decide/step.ts'
import { noteGains } from '../decide/store-count.ts'
import { sleep, turns } from '../engine/clock.ts'
import { restoreEngine, silenceEngine } from '../engine/noise-switch.ts'
import type { Wait } from '../engine/port.ts'
import { handlesByType } from '../probe/handles.ts'
import { LostBoundaryError } from '../witness/births.ts'
import { type CheckRun, runBatch, TimeUp } from './check-run.ts'
import { startOrSay, weigh } from './record-births.ts'
import { readSwept, sampleFull } from './sample-full.ts'
import type { Witnesses } from './witnesses.ts'

/**
 * Does what the procedure asks for, step by step, and notes it: the driver of this process. It yields only what must be
 * awaited, so that a plateau of a synchronous scenario is decided in the same job. Its name marks stacks of the check's own.
 */
export function* plateauDecides(
  run: CheckRun,
  witnesses: Witnesses,
): Generator<Wait, Decision, unknown> {
  const { history, loop, budget } = run
  let isComparable = true
  let hasWarmedUp = false
  for (;;) {
    const step = nextInTime(run)
    if (step.do === 'end') return step.decision
    if (!hasWarmedUp && !isOfWarmUp(step)) {
      hasWarmedUp = true
      run.native?.begin(loop.completed)
    }
    const startedMs = budget.spentMs()
    try {
      if (step.do === 'run') {
        yield* runStep(run, step, witnesses)
        continue
      }
      isComparable = yield* doStep(run, step, witnesses)
    } catch (error) {
      if (error instanceof TimeUp) history.isTimeUp = true
      else if (error instanceof LostBoundaryError) history.lost = error.message
      else throw error
      continue
    }
    const { phase, deed } = kindOf(step)
    const elapsedMs = budget.spentMs()
    const hasTurned = step.do === 'sample' && step.turns
    note(
      history,
      {
        phase,
        deed,
        completed: loop.completed,
        elapsedMs,
        tookMs: elapsedMs - startedMs,
        isInterrupted: !isComparable,
        hasTurned,
      },
      NEVER_READ.has(step.do) ? undefined : run.sampler.current,
    )
  }
}

/** What was begun in time may have ended late: what there is decides then. */
function nextInTime({ history, terms, budget }: CheckRun): Step {
  const step = next(history, terms)
  if (step.do === 'end' || budget.leftMs() > 0) return step
  history.isTimeUp = true
  return next(history, terms)
}

const NEVER_READ: ReadonlySet<Step['do']> = new Set(['follow', 'record', 'weigh', 'pause'])

function isOfWarmUp(step: Step): boolean {
  return 'phase' in step && step.phase === 'warm-up'
}

/** While objects are followed or births recorded, a batch ends with a boundary and the counts that stand after it. */
function* runStep(
  run: CheckRun,
  { phase, iterations, batches = 1, isSilent }: Extract<Step, { do: 'run' }>,
  { ages, births }: Witnesses,
): Generator<Wait, void, unknown> {
  const { history, loop, budget, sampler } = run
  const isFollowed = phase === 'ages' && placesOf(history, 'follow').length > 0
  const isRecorded = phase === 'ledger' && placesOf(history, 'record').length > 0
  if (phase === 'displaced' || phase === 'stores') yield* births.stop()
  for (let batch = 0; batch < batches; batch++) {
    const startedMs = budget.spentMs()
    yield* runBatch(run, iterations, isSilent)
    const ranMs = budget.spentMs()
    if (isFollowed || isRecorded) {
      yield turns()
      if (isFollowed) yield* ages.mark()
      else births.mark()
      sampler.readCounts()
    }
    note(
      history,
      {
        phase,
        deed: 'run',
        completed: loop.completed,
        elapsedMs: ranMs,
        tookMs: ranMs - startedMs,
      },
      isFollowed || isRecorded ? sampler.current : undefined,
    )
  }
}

/** False where a full collection ran before a minor one: its reading is not comparable with the one before. */
function* doStep(
  run: CheckRun,
  step: Exclude<Step, { do: 'end' } | { do: 'run' }>,
  { ages, births, stores }: Witnesses,
): Generator<Wait, boolean, unknown> {
  const { sampler } = run
  switch (step.do) {
    case 'sample':
      if (step.collection === 'minor') {
        if (step.turns) yield turns()
        return sampler.readMinor()
      }
      // What recorded is given back by the run after it: between two readings, it would hide as much growth.
      if (step.phase === 'stores') yield* births.stop()
      yield* sampleFull(run, step)
      return true
    case 'follow':
      yield* rehearseBoundaries(sampler)
      yield* followOrNot(run, ages)
      return true
    case 'ages': {
      const iterations = iterationsOfGroups(run.history, step.groups, 'ages')
      yield* lookWith(run, function* () {
        run.history.ages = yield* ages.look(step.groups, iterations)
      })
      return true
    }
    case 'record':
      sampler.endMinor()
      restoreEngine()
      run.typesBefore = handlesByType()
      // Where the heap is not judged, nobody asks what is alive.
      if (judgesHeap(run)) yield* startOrSay(run, births)
      return true
    case 'look':
      yield* look(run, step.groups, births)
      return true
    case 'weigh':
      yield* weigh(run, births)
      return true
    case 'pause':
      yield* pause(run, step, births)
      return true
    case 'count': {
      restoreEngine()
      noteGains(run.history, step.tells, yield* stores.count(step.tells !== 'never'))
      collect('full')
      yield* readSwept(run, placesOf(run.history, 'count').at(-1))
      const outside = probeNamed(run.history, 'external')
      if (outside >= 0)
        sampler.current[outside] = (sampler.current[outside] ?? 0) - stores.notedBytes()
      return true
    }
    // Asked of targets alone.
    case 'evidence':
    case 'hidden':
      return true
  }
}

/**
 * What V8 keeps only to be faster, such as compiled sources, goes now; what a clock keeps, meanwhile. What is registered for finalization
 * goes by parts, each by a collection after a turn of the event loop: what AbortSignal.any made takes three of them.
 */
function* pause(
  run: CheckRun,
  { milliseconds }: Extract<Step, { do: 'pause' }>,
  births: Witnesses['births'],
): Generator<Wait, void, unknown> {
  const endMs = run.budget.spentMs() + milliseconds
  yield turns()
  yield* births.collectLast()
  yield sleep(Math.max(0, endMs - run.budget.spentMs()))
  collect('full')
  births.leaveOut()
}

function judgesHeap({ history }: CheckRun): boolean {
  return history.probes.some(({ name }) => name === 'heap')
}

/** What ends a batch is itself compiled when it first runs silently, and would be counted as kept. */
const REHEARSALS = 12

function* rehearseBoundaries(sampler: CheckRun['sampler']): Generator<Wait, void, unknown> {
  silenceEngine()
  for (let round = 0; round < REHEARSALS; round++) {
    yield turns()
    sampler.readCounts()
  }
}

function* followOrNot(
  { history }: CheckRun,
  ages: Witnesses['ages'],
): Generator<Wait, void, unknown> {
  try {
    yield* ages.start()
  } catch (error) {
    if (error instanceof TimeUp) throw error
    history.lacksAges = true
  }
}

function* look(
  run: CheckRun,
  groups: readonly number[],
  births: Witnesses['births'],
): Generator<Wait, void, unknown> {
  const { history } = run
  const iterations = iterationsOfGroups(history, groups)
  yield* lookWith(run, function* () {
    if (judgesHeap(run)) history.looks.push(yield* births.look(groups, iterations))
    else {
      collect('full')
      history.looks.push({ iterations, rows: [], largest: [] })
    }
  })
}

/** Whatever still closes or ends has the time for it. */
function* lookWith(
  run: CheckRun,
  count: () => Generator<Wait, void, unknown>,
): Generator<Wait, void, unknown> {
  const base = baseOfLedger(run.history)
  yield* run.sampler.drain(readingsAt(run.history, base ?? 0))
  yield turns()
  yield* count()
  yield* readSwept(run, base)
}
