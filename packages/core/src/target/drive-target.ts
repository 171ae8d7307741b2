import { completed, note } from '../decide/history.ts'
import { next } from '../decide/next-step.ts'
import { type Decision, kindOf, type Step } from '../decide/step.ts'
import { TimeUp } from './deadline.ts'
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
      if (!(error instanceof TimeUp)) throw error
      history.isTimeUp = true
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
      return undefined
    case 'sample':
      return takeSample(run)
    case 'pause':
      await deadline.within(sleep(step.milliseconds))
      return undefined
    case 'hidden':
      history.hidden = await deadline.within(
        session.hidden?.(step.iterations, deadline.signal) ?? Promise.resolve(undefined),
      )
      return undefined
    default:
      return undefined
  }
}

// Taken when this module loads: fake timers replace the global later.
const { setTimeout } = globalThis

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
