import type { History } from './history.ts'
import type { Step } from './step.ts'

/** What one store gained over batches: an array, a Map, a Set, a plain object, or all that an engine counts. */
export interface StoreGains {
  /** The name of its class. */
  readonly container: string
  /** Entries gained, by batch. */
  readonly gains: readonly number[]
  /** Entries after the last batch; undefined where only gains are known. */
  readonly entries?: number
}

/**
 * Whether a count tells what was gained since the first: always, if every store that gained stopped to, or never. A leak
 * gains in every batch.
 */
export type Telling = Extract<Step, { do: 'count' }>['tells']

/** Notes what was gained, where the count tells it. */
export function noteGains(
  history: History,
  tells: Telling,
  gains: readonly StoreGains[] | undefined,
): void {
  if (tells === 'always' || (tells === 'if-all-stopped' && gains?.every(hasStopped)))
    history.stores = gains
}

function hasStopped({ gains }: StoreGains): boolean {
  return gains.some((gain) => gain <= 0)
}
