import { BY_CHANCE, COARSEST_OBJECT, FEWEST_ITERATIONS, QUIET_SHARE } from './bounds.ts'
import { collectionMs, elapsedMs, type History, placesOf } from './history.ts'
import { lookMs, SHORT_LEDGER_SHARE } from './ledger-plan.ts'
import { iterationMs, unrecordedMs } from './pace.ts'
import { bearableIterations, type Terms } from './terms.ts'
import { bytesKeptInPilot } from './warm-up.ts'

/** Judged batches: what is kept must show in the old ones, and what the youngest keeps is in flight. Where a walk takes long, fewer do. */
const JUDGED_BATCHES = [5, 3] as const

/** Iterations of the quiet batches: in so many the coarsest leak shows where nothing else is kept, and where one object is. */
const FEWEST_QUIET = BY_CHANCE / COARSEST_OBJECT
const WANTED_QUIET = (BY_CHANCE + 1) / COARSEST_OBJECT

/**
 * Of the time between two walks, the part that V8 waits (Node 24: 50 ms, doubled until a walk takes less). A batch that runs
 * meanwhile costs nothing, and a longer one bounds a leak better beside what each batch keeps once.
 */
const WAITING_SHARE = 0.6

/** To number all objects, and to count them, takes as long as so many full collections (5 to 6 at 50 to 75 MB). */
const COLLECTIONS_PER_WALK = 6

/** Whether births are too slow to tell anything, where ages may. The pilot takes longer than what follows (by a third, median of 29 kinds). */
export function isTooSlow(history: History, terms: Terms): boolean {
  if (!terms.ages || history.lacksAges || terms.iterations !== undefined) return false
  const neededMs = FEWEST_ITERATIONS * iterationMs(history) + lookMs(history)
  const isSlow = elapsedMs(history) + neededMs > SHORT_LEDGER_SHARE * terms.limitMs
  return isSlow && agesPlan(history, terms, 'all') !== undefined
}

/** What is yet to be done: all, or the judged batches. */
type Rest = 'all' | 'judged'

/** As many judged batches as there is time for, beside what comes before them; undefined where there is too little. */
export function agesPlan(
  history: History,
  terms: Terms,
  rest: Rest,
): { readonly iterations: number; readonly batches: number } | undefined {
  // While objects are followed, V8 counts them between two turns too.
  const ms = rest === 'judged' ? iterationMs(history) : unrecordedMs(history)
  const [follow] = placesOf(history, 'follow')
  const walkMs =
    follow === undefined
      ? COLLECTIONS_PER_WALK * collectionMs(history)
      : (history.tookMs[follow] ?? 0)
  const followMs = follow === undefined ? walkMs : 0
  const unjudgedMs = followMs + unjudgedIterations(terms) * ms + walkMs
  const beforeMs = elapsedMs(history) + (rest === 'judged' ? 0 : unjudgedMs)
  const leftMs = SHORT_LEDGER_SHARE * terms.limitMs - beforeMs - walkMs
  const waitingMs = WAITING_SHARE * walkMs
  const meanwhile = Math.floor(waitingMs / ms)
  const plans = JUDGED_BATCHES.map((batches) => {
    const quiet = quietBatches(batches - 1)
    const sparedMs = leftMs / batches - walkMs
    const affordable = sparedMs < 0 ? 0 : Math.floor((sparedMs + waitingMs) / ms)
    const bearable = Math.ceil(bearableIterations(bytesKeptInPilot(history)) / batches)
    const wanted = Math.max(Math.ceil(WANTED_QUIET / quiet), meanwhile)
    const most = Math.min(affordable, wanted, bearable)
    return { batches, iterations: most, quietIterations: most * quiet }
  })
  const best = plans.toSorted((one, other) => other.quietIterations - one.quietIterations)[0]
  const plan = plans.find(({ quietIterations }) => quietIterations >= WANTED_QUIET) ?? best
  return plan !== undefined && plan.quietIterations >= FEWEST_QUIET ? plan : undefined
}

/** Whether a batch like that at this place, its boundary and a look as long as the latest fit into the time that is left. */
export function isBatchLeftForAges(history: History, terms: Terms, at: number): boolean {
  const walkMs = history.tookMs[history.length - 1] ?? 0
  const neededMs = (history.tookMs[at] ?? 0) + 2 * walkMs
  return elapsedMs(history) + neededMs <= SHORT_LEDGER_SHARE * terms.limitMs
}

/** Of so many old batches, the fewest that bound a leak. */
function quietBatches(old: number): number {
  return Math.ceil(QUIET_SHARE * old)
}

/** Of the first batch, which is thrown away: what ends a batch is compiled in it, and a store that is bounded is filled. */
export function unjudgedIterations({ bounded }: Terms): number {
  return Math.max(1, bounded)
}
