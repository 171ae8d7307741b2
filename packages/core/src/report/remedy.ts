import type { Culprit, GrowthVerdict, ProbeName } from '../plateau/verdict.ts'

/** What usually ends a leak of this probe; the first that grew, in this order, decides. */
const REMEDIES: readonly (readonly [ProbeName, string])[] = [
  // A worker opens descriptors of its own.
  [
    'threads',
    'End each thread when its work ends: terminate workers; a goroutine that locks its thread must unlock it or end; blocked calls into C keep a thread each.',
  ],
  ['fds', 'Close each file, socket or pipe when its work ends, on the error path too.'],
  [
    'goroutines',
    'Give each goroutine a way to end: a context that is cancelled, a channel that is closed, a result that is received.',
  ],
  [
    'contexts',
    'Drop every reference to a context when its work ends, and to all that was made in it: a jsdom window by window.close().',
  ],
  ['native', 'Free what C allocated and unmap what was mapped when the work ends.'],
  [
    'heapObjects',
    'Remove each entry when its work ends. If a store is meant to fill up to n entries, pass bounded: n.',
  ],
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

/** Testing Library cleans up after each test by itself, so nobody thinks of it. */
const RENDERED =
  "What is rendered stays in the document: remove it at the end of the scenario. Testing Library's render() needs its cleanup() there, which it calls by itself after the test alone."

/** Testing Library's own list of what it has rendered. */
function isRendered({ path, addedAt }: Culprit): boolean {
  const places = [...path.map(({ name }) => name), addedAt?.file ?? '']
  return places.some((place) => /@testing-library[/\\]|@vue[/\\]test-utils/.test(place))
}

/** Of a document written in JavaScript, and held by it as far as is known, rather than by a store of the user's. */
function isInDocument({ path, site }: Culprit): boolean {
  if (!/node_modules[/\\](?:jsdom|happy-dom)[/\\]/.test(site?.file ?? '')) return false
  return path.length === 0 || path.some(({ type }) => /^(?:HTML)?Document(?:Impl)?$/.test(type))
}

/** What usually ends a leak of this kind, told by what grows and what holds it. */
const KINDS: readonly (readonly [(culprit: Culprit) => boolean, string])[] = [
  [isRendered, RENDERED],
  [
    (culprit) => ['Timeout', 'Immediate'].includes(culprit.type) || isTimerOfPage(culprit),
    'Clear each timer when its work ends: clearTimeout or clearInterval, on the error path too.',
  ],
  [
    ({ type }) => type === 'Worker' || type === 'MessagePort',
    'End each worker when its work ends: await worker.terminate(), and close() each MessagePort.',
  ],
  [
    ({ type, path }) =>
      type === 'Listener' ||
      path.some(({ name }) => LISTENER_STORES.includes(name) || / listeners?$/.test(name)),
    'Remove each listener when its work ends: off or removeEventListener, { once: true }, or { signal }.',
  ],
  [
    ({ path }) =>
      path.some(
        ({ name }, at) => name === 'reactions' && /Promise$/.test(path[at - 1]?.type ?? ''),
      ),
    'Whatever waits for a promise is kept until it settles: settle it, or do not wait for a long-lived one in every call.',
  ],
  [
    ({ type }) => type === 'sliced string',
    'A slice keeps its whole parent string: keep a copy, such as Buffer.from(slice).toString().',
  ],
  [isInDocument, RENDERED],
  [
    ({ path }) => path.some(({ type }) => STORES.test(type)),
    'Remove each entry when its work ends, or give the store a limit. If it is meant to fill up to n entries, pass bounded: n.',
  ],
]

/** A window keeps a function for each. */
function isTimerOfPage({ path }: Culprit): boolean {
  return path.length === 2 && path[0]?.type === 'Window' && path[1]?.name === 'timer'
}

/** Where EventEmitter and EventTarget keep their listeners. */
const LISTENER_STORES: readonly string[] = ['_events', '[kEvents]']

const STORES = /^(?:Array|Map|Set|Object|.*(?:Cache|Registry|Store))$/

/** One sentence: the fix that usually helps for what grew. */
export function remedy({ growth, culprits }: GrowthVerdict): string {
  const culprit = culprits[0]
  const known = culprit && KINDS.find(([matches]) => matches(culprit))
  if (known) return known[1]
  const found = REMEDIES.find(([probe]) => growth.some((grown) => grown.probe === probe))
  return found?.[1] ?? 'Release what each iteration keeps when its work ends.'
}

/** One sentence for a single object that is still held. */
export function remedyOf({ type, path }: Pick<Culprit, 'type' | 'path'>): string {
  const last = path.at(-1)
  const isVariable = path.length <= 2 && last !== undefined && last.name !== 'entry'
  if (isVariable) return `Set ${last.name} to undefined when its work ends.`
  const known = KINDS.slice(0, -1).find(([matches]) => matches({ type, path } as Culprit))
  return known?.[1] ?? 'Remove it from there when its work ends: delete, off, clear or abort.'
}
