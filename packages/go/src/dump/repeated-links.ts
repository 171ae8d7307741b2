import type { PathStep } from '@plateau/core'
import { LONGEST_LINK } from './path-forest.ts'

/** A chain of like links is told once, with how often: a list of 200 would be a path of 200 steps. */
export function tellRepeatsOnce(steps: readonly PathStep[]): readonly PathStep[] {
  const told: { readonly step: PathStep; times: number; link: number }[] = []
  for (const step of steps) {
    told.push({ step, times: 1, link: 1 })
    for (let link = 1; link <= LONGEST_LINK; link++) {
      const last = told.slice(-link)
      const before = told.slice(-2 * link, -link)
      if (before.length < link || !before.every(({ step }, at) => isSame(step, last[at]?.step)))
        continue
      told.length -= link
      const end = told.at(-1)
      if (end) {
        end.times = end.link === link ? end.times + 1 : 2
        end.link = link
      }
      break
    }
  }
  return told.flatMap(({ step, times, link }) => {
    if (times === 1) return [step]
    // Two of a kind are shown as they are.
    return times === 2 && link === 1 ? [step, step] : [step, { name: `… ×${times} …`, type: '' }]
  })
}

function isSame(one: PathStep, other: PathStep | undefined): boolean {
  return one.name === other?.name && one.type === other.type
}
