import type { Culprit } from '../plateau/verdict.ts'
import type { Recorded } from './known.ts'
import { nameByOrigin } from './origin.ts'
import { openExplanation } from './prepared.ts'
import { culpritsOfStacks, perIterationStacks } from './stack-culprits.ts'

/**
 * Names what grows from what the verdict itself was made from, without running the scenario again: the function that
 * allocates it, where there was no time to learn the line and what holds it.
 */
export function explainByBirths(recorded: Recorded): readonly Culprit[] {
  const { grown, iterations } = recorded
  const stacks = perIterationStacks(recorded.stacks, iterations)
  if (stacks.length === 0) return []
  const { sources, close } = openExplanation()
  try {
    const culprits = culpritsOfStacks(stacks, { iterations, sources, noted: [] })
    return nameByOrigin(culprits, grown, sources)
  } finally {
    close()
  }
}
