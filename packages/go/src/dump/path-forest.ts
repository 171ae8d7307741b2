/**
 * Retention paths as a forest in which equal beginnings are one: objects with the same path have the same
 * end in it, so that paths can be counted. Links that repeat, as in a list, are one link.
 */
export interface PathForest {
  /** The path that leads one step further; -1 stands for the empty path. */
  extend(path: number, step: number): number
  /** The path without its last step. */
  before(path: number): number
  readonly count: number
}

/** Links of a chain repeat after so many steps: a node, its value, the next node. */
export const LONGEST_LINK = 3

export function createPathForest(): PathForest {
  const before: number[] = []
  const steps: number[] = []
  const longer = new Map<string, number>()

  function repeats(path: number, step: number, link: number): boolean {
    let at = path
    const last = [step]
    for (; last.length < 2 * link && at !== -1; at = before[at] as number) {
      last.push(steps[at] as number)
    }
    return last.length === 2 * link && last.every((one, index) => one === last[index % link])
  }

  return {
    get count() {
      return steps.length
    },
    before: (path) => before[path] as number,
    extend(path, step) {
      let shorter = path
      for (let link = 1; link <= LONGEST_LINK && shorter !== -1; link++) {
        if (repeats(path, step, link)) return shorter
        shorter = before[shorter] as number
      }
      const key = `${path}:${step}`
      const known = longer.get(key)
      if (known !== undefined) return known
      longer.set(key, steps.length)
      before.push(path)
      return steps.push(step) - 1
    },
  }
}
