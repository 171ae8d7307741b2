import type { ProbeName } from '../../src/plateau/verdict.ts'
import type { ProbeSpec, Target, TargetSession } from '../../src/target/target.ts'

/** What each probe reads after so many iterations. */
export type Script = { readonly [Probe in ProbeName]?: (iterations: number) => number }

export interface ScriptedTarget extends Target {
  /** What was called, in order. */
  readonly calls: string[]
  readonly completed: () => number
}

const BYTES: readonly ProbeName[] = ['heap', 'external', 'rss']

/** A target that only counts iterations and reads its probes off a script: for decision code. */
export function scriptedTarget(
  script: Script,
  changes: Partial<Omit<Target, 'open'>> &
    Partial<Omit<TargetSession, 'probes'>> & { readonly sessionProbes?: readonly ProbeSpec[] } = {},
): ScriptedTarget {
  const calls: string[] = []
  let completed = 0
  const names = Object.keys(script) as ProbeName[]
  const session: TargetSession = {
    async run(iterations) {
      completed += iterations
      return iterations
    },
    async sample() {
      return Object.fromEntries(names.map((name) => [name, script[name]?.(completed) ?? 0]))
    },
    ...pick(changes, [
      'run',
      'sample',
      'evidence',
      'outlast',
      'doubt',
      'proof',
      'explain',
      'hidden',
      'unmeasured',
    ]),
    ...(changes.sessionProbes && { probes: changes.sessionProbes }),
    async close() {
      calls.push('close')
      await changes.close?.()
    },
  }
  return {
    name: changes.name ?? 'scripted',
    probes: changes.probes ?? names.map(specOf),
    schedule: changes.schedule ?? 'doubling-then-equal',
    ...pick(changes, ['prepare']),
    async open() {
      calls.push('open')
      return session
    },
    calls,
    completed: () => completed,
  }
}

function specOf(name: ProbeName): ProbeSpec {
  const unit = BYTES.includes(name) ? 'bytes' : 'count'
  return { name, unit, noise: unit === 'count' ? 'exact' : 'bounded', floorPerIteration: 0 }
}

function pick<From extends object, Key extends keyof From>(
  from: From,
  keys: readonly Key[],
): Pick<From, Key> {
  const entries = keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])
  return Object.fromEntries(entries) as Pick<From, Key>
}
