import { sum } from './proportion.ts'

/** Groups of batches that are told apart: a leak must show in the old as in the young, and more would each hold too little. */
export const MOST_GROUPS = 10

/** What batches gained, in groups of as many batches each. */
export interface Groups {
  readonly gains: readonly number[]
  readonly iterations: readonly number[]
  /** Gains per iteration. */
  readonly rates: readonly number[]
}

export function inGroups(gains: readonly number[], iterations: readonly number[]): Groups {
  const size = Math.max(1, Math.ceil(gains.length / MOST_GROUPS))
  const groups = { gains: [] as number[], iterations: [] as number[], rates: [] as number[] }
  for (let at = 0; at + size <= gains.length; at += size) {
    const [gain, count] = [sum(gains.slice(at, at + size)), sum(iterations.slice(at, at + size))]
    groups.gains.push(gain)
    groups.iterations.push(count)
    groups.rates.push(gain / count)
  }
  return groups
}
