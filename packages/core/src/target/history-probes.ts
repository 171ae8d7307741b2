import type { HistoryProbe } from '../decide/history.ts'
import type { ProbeName } from '../plateau/verdict.ts'
import type { ProbeSpec } from './target.ts'

/** What a collection alone ends: without one they are counted with the garbage. */
const COLLECTED: readonly ProbeName[] = ['heapObjects', 'nodes', 'listeners', 'documents']

/** The probe of a target as the decision knows it. */
export function historyProbeOf(spec: ProbeSpec): HistoryProbe {
  const { name, unit, noise, floorPerIteration, strayPerSample, hasMarks = false } = spec
  return {
    name,
    unit,
    floorPerIteration,
    isCollected: COLLECTED.includes(name),
    isNoisy: noise === 'noisy',
    hasMarks,
    ...(strayPerSample !== undefined && { stray: strayPerSample }),
  }
}
