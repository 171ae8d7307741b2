import type { Culprit, PathStep } from '../plateau/verdict.ts'
import { LISTENER } from './entry.ts'
import { className, placesOfEntry, type StoreFindings, typeOfEntry } from './expressed-culprits.ts'
import { fingerprint } from './fingerprint.ts'
import type { NotedStore } from './logpoints.ts'
import { mergeRepeats } from './merge-repeats.ts'
import type { Reached, ReadSlot } from './reach.ts'
import type { ReachedStore } from './reach-growth.ts'
import { TARGET } from './reach-inside.ts'
import { PROTOTYPE, type Slot } from './reach-slots.ts'
import { runnerThatKeeps } from './runner-frames.ts'
import { isNameOfSource } from './source-name.ts'
import { isListenedTo, newestOf } from './store-entries.ts'

/** A store that the scenario's code reaches as the culprit. `named` is the same one where the source adds to it. */
export function reachedCulprit(
  store: ReachedStore,
  findings: StoreFindings,
  named: NotedStore | undefined,
): Culprit {
  const { iterations, bytesPerIteration, sources } = findings
  const { entry, steps } = listenersOf(store, named, findings) ?? entriesOf(store, findings)
  const type = typeOfEntry(entry)
  const path = mergeRepeats(
    steps.map((step, at) => (at === steps.length - 1 ? { ...step, type } : step)),
  )
  const adds = named && sources.positionOf(named.place)
  const { site = adds, calledFrom } = placesOfEntry(entry, findings, store.scriptId)
  // What a runner keeps of its own is no leak of the test.
  const madeBy = runnerThatKeeps(sources.urlOf(named?.place.scriptId ?? store.scriptId ?? -1))
  const isSame = adds && site && site.file === adds.file && site.line === adds.line
  return {
    type,
    path,
    ...(madeBy && { madeBy }),
    ...(site && { site }),
    ...(calledFrom && { calledFrom }),
    ...(adds && !isSame && { addedAt: adds }),
    perIteration: { objects: store.gained / iterations, bytes: bytesPerIteration },
    fingerprint: fingerprint({ type, path, ...(site && { site }) }),
  }
}

/** Where an emitter keeps its listeners, and a target of events: what else it holds is told by itself. */
const KEEPS_LISTENERS: ReadonlySet<string> = new Set(['_events', '[kEvents]'])

/** What an emitter or a target of events keeps of its listeners is its own affair. */
function listenersOf(
  { at }: ReachedStore,
  named: NotedStore | undefined,
  findings: StoreFindings,
): Told | undefined {
  let inside = at.slot.name
  for (let way: Reached | undefined = at.owner; way !== undefined; way = way.from) {
    if (KEEPS_LISTENERS.has(inside) && isListenedTo(way.object)) {
      const event = named?.expression.event ?? eventOf(at)
      const name = `${event}${LISTENER}`
      return { entry: newestOf(way.object), steps: [...wayTo(way, findings), { name, type: '' }] }
    }
    // What a listener sees is none.
    if (typeof way.object === 'function') return undefined
    inside = way.slot.name
  }
  return undefined
}

function eventOf({ owner, slot }: ReadSlot): string {
  return owner.slot.name === '_events' && isNameOfSource(slot.name) ? slot.name : 'a'
}

/** What is kept, and the way to it, whose last step has its type. */
interface Told {
  readonly entry: unknown
  readonly steps: readonly PathStep[]
}

/** Begins at the module whose variable leads there. */
function entriesOf({ at, container, links, entry }: ReachedStore, findings: StoreFindings): Told {
  // A root is its own slot; the last of a chain is told by what holds the first.
  const isWhole = at.slot === at.owner.slot
  const isTail = container === at.owner.object && !isWhole
  const before =
    isTail || isWhole
      ? wayTo(at.owner, findings)
      : through(wayTo(at.owner, findings, at.slot.isOfModule), at.slot, container)
  const name = links.at(-1)?.name ?? (isTail ? at.slot.name : 'entry')
  return { entry, steps: [...before, { name, type: '' }] }
}

function wayTo(
  reached: Reached,
  { sources }: Pick<StoreFindings, 'sources'>,
  isOfModule = false,
): readonly PathStep[] {
  const url = sources.urlOf(reached.scriptId ?? -1)
  if (isOfModule && url !== '') return [{ name: sources.showFile(url), type: 'module' }]
  const { from, slot, object } = reached
  if (from === undefined) {
    return slot.name === '' ? [] : [{ name: slot.name, type: typeOfHolder(object) }]
  }
  return through(wayTo(from, { sources }, slot.isOfModule), slot, object)
}

/** A proxy and what it stands for are one, and so are an object and its class. */
function through(
  before: readonly PathStep[],
  { key, name }: Slot,
  object: object,
): readonly PathStep[] {
  if (key === PROTOTYPE) return before
  const step = stepOf(name, object)
  const last = before.at(-1)
  if (key === TARGET) return last ? [...before.slice(0, -1), { ...step, name: last.name }] : []
  return [...before, step]
}

/** Keys of the user's data are never told. */
function stepOf(name: string, object: object): PathStep {
  const isTold = name.startsWith('[') || isNameOfSource(name)
  return { name: isTold ? name : 'entry', type: typeOfHolder(object) }
}

function typeOfHolder(object: object): string {
  return typeof object === 'function' ? '' : className(object)
}
