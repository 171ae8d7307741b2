import type { Culprit, Growth } from '@plateau/core'
import { describeRate } from './words.ts'

/** Globals of Go's own packages that keep something for every key they ever saw, and what that is. */
const KEEPERS: Readonly<Record<string, string>> = {
  'global net/http.DefaultTransport':
    'http.DefaultTransport keeps a list of waiting requests for every address, and each iteration asks a new one',
}

/** Why growth is none of the program's: all of its memory is in a store of Go's own that is meant to be kept. */
export function keptOnPurpose(
  culprits: readonly Culprit[],
  growth: readonly Growth[],
): string | undefined {
  if (growth.some(({ probe }) => probe !== 'heap' && probe !== 'heapObjects')) return undefined
  const [first] = culprits
  const why = first && KEEPERS[first.path[0]?.name ?? '']
  if (why === undefined || !culprits.every((one) => isKeptBy(one, first))) return undefined
  const objects = sum(culprits.map(({ perIteration }) => perIteration.objects))
  const bytes = sum(culprits.map(({ perIteration }) => perIteration.bytes))
  return `${why}: ${describeRate({ objects, bytes })}, which is Go's own and was not judged. A client with a Transport of its own keeps none of it.`
}

function isKeptBy({ path, details = [] }: Culprit, first: Culprit | undefined): boolean {
  const isWhole = !details.some((detail) => detail.startsWith('further stacks'))
  return isWhole && path[0]?.name === first?.path[0]?.name
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((all, amount) => all + amount, 0)
}
