import { iterationsOfGroups } from '../decide/batches.ts'
import { completed, note } from '../decide/history.ts'
import { next } from '../decide/next-step.ts'
import { type Decision, kindOf, type Step } from '../decide/step.ts'
import { noteGains, type Telling } from '../decide/store-count.ts'
import type { ProbeName } from '../plateau/verdict.ts'
import { LostBoundaryError } from '../witness/births.ts'
import { askForEvidence } from './ask-for-evidence.ts'
import { isProvenEarly } from './ask-for-proof.ts'
import { TimeUp } from './deadline.ts'
import { recordRemoteBirths } from './remote-births.ts'
import { listRemoteStores } from './remote-stores.ts'
import { runBatch, type TargetRun, takeSample } from './target-run.ts'

/** A step that has to be done. */
type Deed = Exclude<Step, { do: 'end' }>

/**
 * Does what the procedure asks for, step by step, and notes it: the driver of targets. Its name marks stacks of the check's
 * own, for it runs in pages too.
 */
export async function plateauDecides(run: TargetRun): Promise<Decision> {
  const { history, terms } = run
  for (;;) {
    const step = next(history, terms)
    if (step.do === 'end') return step.decision
    if (await isProvenEarly(run, step)) {
      history.isTimeUp = true
      continue
    }
    const startedMs = spentMs(run)
    try {
      const readings = await doStep(run, step)
      const iterations = step.do === 'run' ? step.iterations : 0
      const elapsedMs = spentMs(run)
      note(
        history,
        {
          ...kindOf(step),
          completed: completed(history) + iterations,
          elapsedMs,
          tookMs: elapsedMs - startedMs,
        },
        readings,
      )
    } catch (error) {
      if (error instanceof TimeUp) history.isTimeUp = true
      else if (error instanceof LostBoundaryError) history.lost = error.message
      else throw error
    }
  }
}

/** On the clock that the procedure plans by: it begins when the target is open. */
function spentMs({ deadline, openedMs }: TargetRun): number {
  return deadline.spentMs() - openedMs
}

/** What it read, where it reads. */
async function doStep(run: TargetRun, step: Deed): Promise<Float64Array | undefined> {
  const { session, deadline, history } = run
  switch (step.do) {
    case 'run':
      await runBatch(run, step.iterations)
      if (run.births === undefined || step.phase !== 'ledger') return undefined
      await deadline.within(run.births.mark())
      return heapWithoutMarks(run, await takeSample(run, 'hurried'))
    case 'sample':
      return takeSample(run, step.phase === 'ledger' || step.isBetween ? 'hurried' : undefined)
    // Asked of this process alone.
    case 'follow':
    case 'ages':
      return undefined
    case 'record':
      await startRecording(run)
      return undefined
    case 'look':
      return look(run, step.groups)
    case 'pause':
      await deadline.within(pauseFor(run, step.milliseconds))
      return undefined
    case 'count':
      return count(run, step.tells)
    case 'evidence':
      await askForEvidence(run, step.iterations)
      return undefined
    case 'hidden':
      history.hidden = await deadline.within(
        session.hidden?.(step.iterations, deadline.signal) ?? Promise.resolve(undefined),
      )
      return undefined
  }
}

/** Another profiler may run already. */
async function startRecording(run: TargetRun): Promise<void> {
  const { session, deadline, history } = run
  if (session.port === undefined) return
  try {
    run.births = await deadline.within(recordRemoteBirths(session.port))
  } catch (error) {
    if (error instanceof TimeUp) throw error
    history.lacking = error instanceof Error ? error.message : String(error)
  }
}

/** What still closes or loads has the time for it: all is read once it rests. */
async function look(run: TargetRun, groups: readonly number[]): Promise<Float64Array> {
  const { births, deadline, history } = run
  const readings = await takeSample(run)
  const iterations = iterationsOfGroups(history, groups)
  if (births !== undefined) {
    history.looks.push(await deadline.within(births.look(groups, iterations)))
  }
  return heapWithoutMarks(run, readings)
}

function heapWithoutMarks(run: TargetRun, readings: Float64Array): Float64Array {
  return less(run, readings, { probe: 'heap', bytes: run.births?.markedBytes() ?? 0 })
}

function less(
  { probes }: TargetRun,
  readings: Float64Array,
  { probe, bytes }: { readonly probe: ProbeName; readonly bytes: number },
): Float64Array {
  const at = probes.findIndex(({ name }) => name === probe)
  if (at >= 0) readings[at] = (readings[at] ?? 0) - bytes
  return readings
}

/** Whoever counts stores allocates much: births are not recorded meanwhile. */
async function count(run: TargetRun, tells: Telling): Promise<Float64Array | undefined> {
  const { session, deadline, history } = run
  if (session.port === undefined) return undefined
  await deadline.within(run.births?.stop() ?? Promise.resolve())
  run.births = undefined
  run.stores ??= await deadline.within(listRemoteStores(session.port))
  run.notedBytes += await deadline.within(run.stores.count())
  if (tells !== 'never') noteGains(history, tells, await deadline.within(run.stores.grown()))
  const readings = await takeSample(run, 'hurried')
  return less(run, readings, { probe: 'external', bytes: run.notedBytes })
}

function pauseFor({ session, deadline }: TargetRun, leastMs: number): Promise<void> {
  if (session.outlast === undefined) return sleep(leastMs)
  return session.outlast({ leastMs, leftMs: deadline.leftMs() }, deadline.signal)
}

// Taken when this module loads: fake timers replace the global later.
const { setTimeout } = globalThis

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
