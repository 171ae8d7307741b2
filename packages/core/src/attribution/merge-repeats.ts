import type { PathStep } from '../plateau/verdict.ts'

/** Links of a chain repeat after so many steps: a promise's reaction, then the promise it settles. */
const LONGEST_LINK = 3

/** A chain of like links is told once: `next` of `next` of `next`. */
export function mergeRepeats(steps: readonly PathStep[]): readonly PathStep[] {
  const merged: PathStep[] = []
  for (const step of steps) {
    merged.push(step)
    for (let link = 1; link <= LONGEST_LINK; link++) {
      const last = merged.slice(-link)
      const before = merged.slice(-2 * link, -link)
      if (before.length === link && before.every((one, at) => isSame(one, last[at]))) {
        merged.length -= link
        break
      }
    }
  }
  return merged
}

function isSame(one: PathStep, other: PathStep | undefined): boolean {
  return one.name === other?.name && one.type === other.type
}
