import type { SoakCensus } from './soak-run.ts'

/** A container that gains entries as long as the iterations go on. */
export interface GrowingStore {
  readonly container: string
  readonly entriesPerIteration: number
  readonly fromEntries: number
  readonly toEntries: number
  readonly censuses: number
}

/** Four intervals that agree leave a store of random length no chance; the first may still be warm-up. */
const FEWEST_CENSUSES = 5

/** What is under way at a census makes numbers differ that are exact otherwise. */
const AGREEING = 0.03
const AGREEING_ENTRIES = 1

/** Of the processes of a cluster each has now more of the load and now less: more intervals prove as much. */
const MANY_CENSUSES = 6
const AGREEING_OF_MANY = 0.1

/** Entries per interval below which agreement is luck. */
const FEWEST_ENTRIES = 16

/** Which stores grew in proportion to the iterations between every two censuses, fastest first. */
export function growingStores(
  censuses: readonly SoakCensus[],
  warmUpIterations: number,
): readonly GrowingStore[] {
  const judged = censuses
    .filter(({ iterations }) => iterations >= warmUpIterations)
    .toSorted((one, other) => one.iterations - other.iterations)
  const latest = judged.at(-1)
  if (latest === undefined || judged.length < FEWEST_CENSUSES) return []
  const containers = new Set(latest.stores.map(({ container }) => container))
  return [...containers]
    .flatMap((container) => growingStore(container, judged))
    .sort((one, other) => other.entriesPerIteration - one.entriesPerIteration)
}

/** It is counted from when it was found; before that it was small, or was not looked for. */
function growingStore(container: string, all: readonly SoakCensus[]): readonly GrowingStore[] {
  const found = all.findIndex(({ stores }) => entriesOf(stores, container) !== undefined)
  const censuses = all.slice(found)
  if (censuses.length < FEWEST_CENSUSES) return []
  const sizes = censuses.map(({ stores }) => entriesOf(stores, container))
  const [first, last] = [sizes[0], sizes.at(-1)]
  const iterations = censuses.map((census) => census.iterations)
  const span = (iterations.at(-1) ?? 0) - (iterations[0] ?? 0)
  if (first === undefined || last === undefined || span <= 0) return []
  const rate = (last - first) / span
  const agreeing = censuses.length >= MANY_CENSUSES ? AGREEING_OF_MANY : AGREEING
  const isProportional = censuses.slice(1).every((_, at) => {
    const [before, after] = [sizes[at], sizes[at + 1]]
    if (before === undefined || after === undefined) return false
    const expected = rate * ((iterations[at + 1] ?? 0) - (iterations[at] ?? 0))
    const gained = after - before
    return (
      expected >= FEWEST_ENTRIES &&
      Math.abs(gained - expected) <= AGREEING_ENTRIES + agreeing * expected
    )
  })
  if (!isProportional) return []
  return [
    {
      container,
      entriesPerIteration: rate,
      fromEntries: first,
      toEntries: last,
      censuses: censuses.length,
    },
  ]
}

/** Stores of one name are counted together; undefined where there is none. */
function entriesOf(stores: SoakCensus['stores'], container: string): number | undefined {
  const named = stores.filter((store) => store.container === container)
  if (named.length === 0) return undefined
  return named.reduce((sum, { entries }) => sum + entries, 0)
}
