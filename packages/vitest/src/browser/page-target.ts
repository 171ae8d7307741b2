import {
  createIterationLoop,
  nowMs,
  type ResolvedScenario,
  type Target,
  type TargetContext,
  type TargetSession,
} from '@plateau/core/browser'
import { openDevTools } from './dev-tools.ts'
import { findPageEvidence } from './page-evidence.ts'
import { PAGE_PROBES } from './page-probes.ts'
import { createPageSampler } from './page-sampler.ts'

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
  const endMs = nowMs() + timeLimitMs
  const state: { context?: unknown; iterationMs: number } = { iterationMs: 0 }
  const loop = createIterationLoop({
    run: () => scenario.run(state.context),
    throws,
    nowMs,
    deadlineMs: endMs,
    signal,
  })
  async function iterate(iterations: number): Promise<number> {
    const startedMs = nowMs()
    const completed = await loop.run(iterations)
    state.iterationMs = (nowMs() - startedMs) / Math.max(1, completed)
    if (completed < iterations) await aborted(signal)
    return completed
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
    sample: sampler.sample,
    evidence: (iterations) => findPageEvidence(devTools, iterations, iterate),
    async explain(verdict) {
      // Only after growth: until then, what explains shall not be in the heap that is read.
      const { explainPage } = await import('./explain-page.ts')
      return explainPage(devTools, { verdict, endMs, iterationMs: state.iterationMs, iterate })
    },
    async close() {
      await scenario.teardown(state.context)
    },
  }
}

/** A synchronous batch that the clock has ended leaves the timer of the check no turn to say so. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
