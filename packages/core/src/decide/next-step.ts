import { ages } from './ages.ts'
import { conclude } from './conclude.ts'
import { copies } from './copies.ts'
import { displaced } from './displaced.ts'
import { full, minor, settle } from './gate.ts'
import { type History, isFull, PHASES, type Phase, phaseAt } from './history.ts'
import { ledger } from './ledger.ts'
import { legs } from './legs.ts'
import type { Step } from './step.ts'
import { stores } from './stores.ts'
import type { Terms } from './terms.ts'
import { warmUp } from './warm-up.ts'

const NEXT: Readonly<Record<Phase, (history: History, terms: Terms) => Step | undefined>> = {
  'warm-up': warmUp,
  settle,
  minor,
  full,
  ledger,
  displaced,
  ages,
  stores,
  copies,
  legs,
}

/**
 * What a check does next, from all that it did so far: the whole procedure. Pure: it knows no clock, no heap and
 * nothing to wait for, so any history can be replayed.
 */
export function next(history: History, terms: Terms): Step {
  if (!history.isTimeUp && !isFull(history) && history.lost === undefined) {
    const reached = PHASES.indexOf(phaseAt(history, history.length - 1))
    for (const phase of PHASES.slice(reached)) {
      const step = NEXT[phase](history, terms)
      if (step !== undefined) return step
    }
  }
  return { do: 'end', decision: conclude(history, terms) }
}
