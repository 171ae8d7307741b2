import { MOST_STORES, type SoakDoubt } from '../plateau/soak/decide-soak.ts'
import type { GrowingStore } from '../plateau/soak/judge-stores.ts'
import type { Growth } from '../plateau/verdict.ts'
import { number, signed } from './units.ts'

/** What to do where a soak could not be decided. */
export function soakAdvice(doubt: SoakDoubt, suspects: readonly Growth[]): string {
  switch (doubt.kind) {
    case 'samples':
      return `${samples(doubt.samples)} could be judged after the warm-up, at least ${doubt.needed} are needed. ${moreSamples(doubt)}`
    case 'unread':
      return doubt.why
    case 'missing':
      return `${number(doubt.planned - doubt.samples)} of ${number(doubt.planned)} planned samples are missing, and what happened between them nobody knows. See the run's events for why (the target hung, the machine slept, the run was cut off), and run it again.`
    case 'iterations':
      return `${number(doubt.iterations)} iterations after the warm-up are too few: a store that doubles may have grown unseen. Run at least ${number(Math.max(1, doubt.needed - doubt.iterations))} more, or warm up for less.`
    case 'suspect':
      return `${doubt.isUncollected ? UNCOLLECTED : UNEVEN}, or accept it with tolerate: { ${tolerated(suspects)} }.`
    case 'noise':
      return 'The readings move up and down by more than would have to be seen. Run it longer, drive it at a steady rate, or let checkpoints pause the load.'
  }
}

const UNCOLLECTED =
  'It grew, but this memory is not given back when it is freed, so it proves no leak. Run it for hours to see whether it levels off, attach to the process so that its heap can be read'

const UNEVEN =
  'It rose, but unevenly, less and less, or in one step, so it may be a cache that fills or work that ends late. Run it longer to see whether it levels off'

function tolerated(suspects: readonly Growth[]): string {
  return suspects.map(({ probe }) => `${probe}: n`).join(', ')
}

/** Nothing is wrong with a target that was read as often as was planned. */
function moreSamples({ samples, needed, iterations }: SoakDoubt & { kind: 'samples' }): string {
  if (iterations === undefined) {
    return 'Run it longer, sample more often, or see why the target could not be read.'
  }
  const enough = SPARE * Math.ceil((iterations * needed) / samples)
  return `Run it longer, with iterations: ${enough} (--iterations ${enough}) or more, or sample more often.`
}

/** Samples come the rarer the longer a run is, and one may be missing. */
const SPARE = 2

function samples(count: number): string {
  if (count === 0) return 'No sample'
  return count === 1 ? 'Only 1 sample' : `Only ${count} samples`
}

/** One sentence on each of the fastest stores whose entries were counted, and one on all the others. */
export function storeNotes(stores: readonly GrowingStore[]): readonly string[] {
  const others = stores.length - MOST_STORES
  if (others <= 0) return stores.map(storeNote)
  return [
    ...stores.slice(0, MOST_STORES).map(storeNote),
    `${number(others)} more ${others === 1 ? 'store gains' : 'stores gain'} entries in the same way: most likely the parts of objects that one store keeps, which is what to look for.`,
  ]
}

function storeNote(store: GrowingStore): string {
  const { container, entriesPerIteration, fromEntries, toEntries, censuses } = store
  const entries = `${signed(entriesPerIteration)} ${number(entriesPerIteration) === '1' ? 'entry' : 'entries'}`
  return `${container} gained ${entries} per iteration, of 8 bytes at least, between every two of ${censuses} censuses alike (${number(fromEntries)} to ${number(toEntries)} entries).`
}
