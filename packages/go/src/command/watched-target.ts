import {
  describeVerdict,
  type GrowthVerdict,
  type ProbeSpec,
  type Sample,
  type Target,
  type TargetSession,
} from '@plateau/core'

/** A target, and what was seen of it so far. */
export interface WatchedTarget {
  readonly target: Target
  /** One sentence or more, for a check that ended without a verdict. */
  seen(): string
}

interface Seen {
  phase: 'preparing' | 'starting' | 'measuring'
  iterations: number
  probes: readonly ProbeSpec[]
  first: Sample | undefined
  last: Sample | undefined
  grown: GrowthVerdict | undefined
}

/** The check itself tells nothing before its end: what passes through the target is noted here. */
export function watchTarget(target: Target): WatchedTarget {
  const seen: Seen = {
    phase: 'preparing',
    iterations: 0,
    probes: target.probes,
    first: undefined,
    last: undefined,
    grown: undefined,
  }
  return {
    target: {
      ...target,
      async open(context) {
        seen.phase = 'starting'
        const session = await target.open(context)
        seen.phase = 'measuring'
        seen.probes = session.probes ?? target.probes
        return watchSession(session, seen)
      },
    },
    seen: () => tell(seen),
  }
}

function watchSession(session: TargetSession, seen: Seen): TargetSession {
  const { explain } = session
  return {
    ...session,
    async run(iterations, signal) {
      const completed = await session.run(iterations, signal)
      seen.iterations += completed
      return completed
    },
    async sample() {
      const sample = await session.sample()
      seen.first ??= sample
      seen.last = sample
      return sample
    },
    ...(explain && {
      explain(verdict: GrowthVerdict) {
        seen.grown = verdict
        return explain(verdict)
      },
    }),
  }
}

function tell({ phase, iterations, probes, first, last, grown }: Seen): string {
  if (grown !== undefined) return `Growth was proved, but not explained:\n${describeVerdict(grown)}`
  if (phase === 'preparing') return 'The program was still being built: nothing was measured.'
  if (phase === 'starting') return 'The program was still starting: nothing was measured.'
  const moved = probes.flatMap(({ name, unit }) => {
    const [before, after] = [first?.[name], last?.[name]]
    if (before === undefined || after === undefined) return []
    return `${name} ${amount(before)} to ${amount(after)}${unit === 'bytes' ? ' bytes' : ''}`
  })
  const readings = moved.length === 0 ? 'no sample was taken' : moved.join(', ')
  return `No verdict after ${amount(iterations)} iterations: ${readings}.`
}

function amount(count: number): string {
  return Math.round(count).toLocaleString('en-US').replaceAll(',', ' ')
}
