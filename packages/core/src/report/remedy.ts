import type { GrowthVerdict, ProbeName } from '../plateau/verdict.ts'

/** What usually ends a leak of this probe; the first that grew, in this order, decides. */
const REMEDIES: readonly (readonly [ProbeName, string])[] = [
  ['fds', 'Close each file, socket or pipe when its work ends, on the error path too.'],
  ['handles', 'Close each handle and clear each timer when its work ends, on the error path too.'],
  [
    'external',
    'Drop each buffer when its work ends. If it is a pool that is meant to fill, pass bounded: n.',
  ],
  ['frames', 'Remove each iframe when its work ends.'],
  ['nodes', 'Drop every reference to a removed element: listeners, closures, maps and caches.'],
  ['listeners', 'Remove each listener when its work ends, or pass { signal } and abort it.'],
  ['documents', 'Drop every reference into a removed iframe or document.'],
  [
    'heap',
    'Remove each entry, listener or timer when its work ends. If a store is meant to fill up to n entries, pass bounded: n.',
  ],
]

/** One sentence: the fix that usually helps for what grew. */
export function remedy({ growth }: GrowthVerdict): string {
  const found = REMEDIES.find(([probe]) => growth.some((grown) => grown.probe === probe))
  return found?.[1] ?? 'Release what each iteration keeps when its work ends.'
}
