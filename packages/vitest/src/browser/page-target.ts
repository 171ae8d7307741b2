import {
  createIterationLoop,
  nowMs,
  type ResolvedScenario,
  type Target,
  type TargetContext,
  type TargetSession,
} from '@plateau/core/browser'
import { openDevTools } from './dev-tools.ts'
import { framePort } from './frame-port.ts'
import { PAGE_PROBES } from './page-probes.ts'
import { createPageSampler } from './page-sampler.ts'

/** The part of a check's time by which its growth is told: what comes then is for the end of it. */
const TOLD_SHARE = 0.92

/** The page that the test itself runs in, with a scenario of it. */
export function pageTarget(scenario: ResolvedScenario, throws: boolean): Target {
  return {
    name: scenario.name,
    probes: PAGE_PROBES,
    schedule: 'doubling-then-equal',
    open: (context) => openSession(scenario, { ...context, throws }),
  }
}

async function openSession(
  scenario: ResolvedScenario,
  context: TargetContext & { readonly throws: boolean },
): Promise<TargetSession> {
  const devTools = await openDevTools()
  const { signal, timeLimitMs, throws } = context
  const startedMs = nowMs()
  const state: { context?: unknown; iterationMs: number } = { iterationMs: 0 }
  const loop = createIterationLoop({
    run: () => scenario.run(state.context),
    throws,
    nowMs,
    deadlineMs: startedMs + timeLimitMs,
    signal,
  })
  /** Its name marks the stack of a scenario, so that a check inside a check is recognized. */
  async function plateauIterates(iterations: number): Promise<number> {
    const begunMs = nowMs()
    const completed = await loop.run(iterations)
    state.iterationMs = (nowMs() - begunMs) / Math.max(1, completed)
    // A synchronous batch that the clock has ended left the timer of the check no turn to say so.
    return completed < iterations ? NEVER : completed
  }
  function iterate(iterations: number): Promise<number> {
    return untilAborted(plateauIterates(iterations), signal)
  }

  const sampler = createPageSampler(devTools)
  // The first sample compiles what takes it.
  await sampler.sample()
  try {
    state.context = await scenario.setup()
  } catch (error) {
    await scenario.teardown(state.context)
    throw error
  }
  return {
    run: iterate,
    waitsFor: () => ({ step: `Iteration ${loop.completed + 1}`, ms: loop.waitingMs() }),
    sample: sampler.sample,
    port: framePort(devTools),
    async explain(verdict) {
      // Only after growth: until then, what explains shall not be in the heap that is read.
      const { explainPage } = await import('./explain-page.ts')
      const { iterationMs } = state
      const collectionMs = sampler.collectionMs()
      const endMs = startedMs + TOLD_SHARE * timeLimitMs
      return explainPage(devTools, { verdict, endMs, iterationMs, collectionMs, iterate })
    },
    async close() {
      await scenario.teardown(state.context)
    },
  }
}

const NEVER: Promise<never> = new Promise(() => {})

/** What waits for an iteration that never ends is let go with the check. No race: its loser would stay. */
function untilAborted(work: Promise<number>, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve(0)
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(
      (completed) => {
        signal.removeEventListener('abort', onAbort)
        resolve(completed)
      },
      (error: unknown) => {
        signal.removeEventListener('abort', onAbort)
        reject(error)
      },
    )
  })
}
