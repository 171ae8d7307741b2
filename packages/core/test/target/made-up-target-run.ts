import { type LeakOptions, resolveOptions } from '../../src/options.ts'
import type { ProbeName } from '../../src/plateau/verdict.ts'
import type { ProbeSpec } from '../../src/target/target.ts'
import type { TargetRun } from '../../src/target/target-run.ts'
import { scriptedTarget } from './scripted-target.ts'

/** Where a check stands, in numbers, with a clock that stands still. */
export interface Standing {
  readonly options?: LeakOptions
  readonly completed?: number
  readonly iterationMs?: number
  readonly sampleMs?: number
  readonly limitMs?: number
  readonly spentMs?: number
  readonly probes?: readonly ProbeSpec[]
  readonly samples?: TargetRun['samples']
  /** What each probe reads after so many iterations. */
  readonly readings?: (iterations: number) => Partial<Readonly<Record<ProbeName, number>>>
}

/** A run of a target that stands so: for decisions that are made from numbers alone. */
export async function madeUpTargetRun(standing: Standing = {}): Promise<TargetRun> {
  const { limitMs = 100_000, spentMs = 0, probes = [HEAP], readings = LEVEL } = standing
  const script = Object.fromEntries(
    probes.map(({ name }) => [name, (iterations: number) => readings(iterations)[name] ?? 0]),
  )
  const target = scriptedTarget(script, { probes })
  return {
    target,
    session: await target.open({ signal: SIGNAL, timeLimitMs: limitMs, keep: undefined }),
    probes,
    options: resolveOptions(standing.options ?? {}, {}),
    deadline: {
      signal: SIGNAL,
      limitMs,
      spentMs: () => spentMs,
      leftMs: () => limitMs - spentMs,
      within: (work) => work,
      cancel() {},
    },
    completed: standing.completed ?? 0,
    warmUp: 0,
    iterationMs: standing.iterationMs ?? 0,
    sampleMs: standing.sampleMs ?? 0,
    samples: [...(standing.samples ?? [])],
  }
}

const LEVEL: NonNullable<Standing['readings']> = () => ({})
const { signal: SIGNAL } = new AbortController()

export const HEAP: ProbeSpec = {
  name: 'heap',
  unit: 'bytes',
  noise: 'bounded',
  floorPerIteration: 0,
}
export const NODES: ProbeSpec = {
  name: 'nodes',
  unit: 'count',
  noise: 'exact',
  floorPerIteration: 0,
}
export const OBJECTS: ProbeSpec = { ...NODES, name: 'heapObjects' }
