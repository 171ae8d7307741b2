/** A leak that one iteration in some leaves is given as many iterations for it: half of the entries tell it from chance. */
export const FEWEST_GAINED = 6

/** What the check has left before this run is still there; a buffer that is emptied now and then holds less. */
const HELD_SHARE = 0.5

const MOST_NAMED = 2

/** A store that gained entries in a run. */
interface Gaining {
  readonly container: object
  readonly gained: number
  readonly entries: number
}

/**
 * Where no snapshot fits, what holds a leak in the words of the source: of the stores that were met in a run of `iterations`,
 * those that gained an entry in about each, and hold all that the `completed` iterations of the check have left there.
 */
export function expressedStores<Store extends Gaining>(
  stores: readonly Store[],
  run: { readonly iterations: number; readonly completed: number },
): readonly Store[] {
  const found = new Map<object, Store>()
  for (const store of stores) {
    const { gained, entries, container } = store
    const held = (HELD_SHARE * gained * run.completed) / run.iterations
    if (gained >= FEWEST_GAINED && entries >= held && !found.has(container)) {
      found.set(container, store)
    }
  }
  return [...found.values()].sort((one, other) => other.gained - one.gained).slice(0, MOST_NAMED)
}
