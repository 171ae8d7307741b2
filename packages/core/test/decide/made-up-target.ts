import { completed, createHistory, type History, note } from '../../src/decide/history.ts'
import { next } from '../../src/decide/next-step.ts'
import { type Decision, kindOf, type Step } from '../../src/decide/step.ts'
import { type Terms, termsOf } from '../../src/decide/terms.ts'
import { type LeakOptions, resolveOptions } from '../../src/options.ts'
import type { ProbeName } from '../../src/plateau/verdict.ts'
import { noteEvidence } from '../../src/target/ask-for-evidence.ts'
import { historyProbeOf } from '../../src/target/history-probes.ts'
import type { ProbeSpec, TargetEvidence } from '../../src/target/target.ts'
import type { Moment } from './made-up-check.ts'

/** What each probe reads after so many iterations, at that moment. */
export type Script = {
  readonly [Probe in ProbeName]?: (iterations: number, now: Moment) => number
}

/** A target that exists in numbers only. */
export interface TargetWorld {
  readonly script: Script
  readonly probes?: readonly ProbeSpec[]
  readonly legs?: Terms['legs']
  readonly iterationMs?: number
  /** After so many were taken. */
  readonly sampleMs?: number | ((taken: number) => number)
  /** What a re-run of so many iterations finds. */
  readonly evidence?: (iterations: number) => TargetEvidence
  /** What full collections hide, by leg. */
  readonly hidden?: (perLeg: number) => History['hidden']
}

export interface TargetChecked {
  readonly history: History
  readonly terms: Terms
  readonly decision: Decision
  readonly steps: readonly Step[]
}

/** What a target reads that keeps nothing. */
export const LEVEL: Script = { heap: () => 4e6, goroutines: () => 12 }

const BYTES: readonly ProbeName[] = ['heap', 'external', 'rss', 'native']

export function specOf(name: ProbeName, changes: Partial<ProbeSpec> = {}): ProbeSpec {
  const unit = BYTES.includes(name) ? 'bytes' : 'count'
  const noise = unit === 'count' ? 'exact' : 'bounded'
  return { name, unit, noise, floorPerIteration: 0, ...changes }
}

/** More steps than a check can take: what asks for more never ends. */
const MOST_STEPS = 1000

/** Drives the procedure over a made-up target whose births nobody can follow. */
export function madeUpTarget(world: TargetWorld, options: LeakOptions = {}): TargetChecked {
  const { script, iterationMs = 0.01, sampleMs = 1 } = world
  const limitMs = options.timeLimitMs ?? 10_000
  const names = Object.keys(script) as ProbeName[]
  const probes = world.probes ?? names.map((name) => specOf(name))
  const terms = termsOf(resolveOptions(options, {}), {
    limitMs,
    collections: 'full',
    legs: world.legs ?? 'equal',
    witness: world.evidence === undefined ? 'readings' : 'evidence',
    hides: world.hidden !== undefined,
    realms: 1,
    isFirst: false,
  })
  const history = createHistory(probes.map(historyProbeOf))
  const steps: Step[] = []
  let ms = 0
  let samples = 0
  for (;;) {
    const step = next(history, terms)
    steps.push(step)
    if (step.do === 'end') return { history, terms, decision: step.decision, steps }
    if (steps.length > MOST_STEPS) throw new Error(`The check took ${MOST_STEPS} steps.`)
    const startedMs = ms
    const iterations = completed(history) + (step.do === 'run' ? step.iterations : 0)
    ms += tookMs(step)
    if (ms > limitMs) {
      history.isTimeUp = true
      continue
    }
    if (step.do === 'evidence') noteEvidence(history, world.evidence?.(step.iterations) ?? {})
    if (step.do === 'hidden') history.hidden = world.hidden?.(step.iterations)
    note(
      history,
      { ...kindOf(step), completed: iterations, elapsedMs: ms, tookMs: ms - startedMs },
      step.do === 'sample' ? readings(iterations) : undefined,
    )
  }

  function tookMs(step: Exclude<Step, { do: 'end' }>): number {
    if (step.do === 'run') return step.iterations * iterationMs
    if (step.do === 'pause') return step.milliseconds
    return typeof sampleMs === 'number' ? sampleMs : sampleMs(samples++)
  }

  function readings(iterations: number): Float64Array {
    const now = { iterations, ms }
    return Float64Array.from(probes, ({ name }) => script[name]?.(iterations, now) ?? 0)
  }
}

export function decided(world: TargetWorld, options: LeakOptions = {}): Decision {
  return madeUpTarget(world, options).decision
}

/** The rates of what grows, by probe; throws where nothing does. */
export function grownIn(decision: Decision): Record<string, number> {
  if (decision.kind !== 'growth') throw new Error(JSON.stringify(decision))
  return Object.fromEntries(decision.growth.map(({ probe, perIteration }) => [probe, perIteration]))
}
