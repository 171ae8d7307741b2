import { completed, type History } from './history.ts'
import { judgedLegs, judgeLegs } from './judge-legs.ts'
import { FEWEST_LEGS } from './legs.ts'
import { iterationsToPass } from './legs-resolution.ts'
import type { Decision } from './step.ts'
import type { Terms } from './terms.ts'

/** What a check says that ended between two rounds, or in which something stayed uneven. */
export function concludeLegs(history: History, terms: Terms): Decision | undefined {
  if (judgedLegs(history).length < FEWEST_LEGS) return undefined
  const { growth, open } = judgeLegs(history, terms)
  if (growth.length > 0) return undefined
  if (open.length === 0) return tooCoarse(history, terms)
  return {
    kind: 'unsettled',
    reason: 'suspect',
    suspects: open,
    because: 'too-little-was-seen',
    lack: { of: 'proof' },
  }
}

/** Nothing rose by more than readings stray by, but so few iterations ran that a leak could hide in that. */
function tooCoarse(history: History, terms: Terms): Decision | undefined {
  const neededIterations = iterationsToPass(history, terms)
  if (completed(history) >= neededIterations) return undefined
  const isOutOfTime = terms.iterations === undefined && terms.maxIterations >= neededIterations
  return {
    kind: 'unsettled',
    reason: isOutOfTime ? 'time' : 'samples',
    suspects: [],
    because: 'too-little-was-seen',
    lack: isOutOfTime
      ? { of: 'time', neededIterations }
      : { of: 'iterations', needed: neededIterations },
  }
}
