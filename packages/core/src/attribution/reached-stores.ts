import { types } from 'node:util'
import type { ExplainTask } from './explain-task.ts'
import { constructorOf } from './expressed-culprits.ts'
import { expressedStores } from './expressed-stores.ts'
import type { NotedStore } from './logpoints.ts'
import { type Reached, type ReadSlot, type Root, readReach } from './reach.ts'
import { grownSince, type ReachedStore } from './reach-growth.ts'
import { askInsides, type Insides } from './reach-inside.ts'
import type { Rerun } from './rerun.ts'

/** What the scenario's code reaches, read before some iterations. */
export interface Reach {
  /** The stores that have gained in so many iterations since. */
  grown(iterations: number): readonly ReachedStore[]
  close(): void
}

/** The part of the time that is left which one reading may take, and what suffices for most. */
const MOST_SHARE = 0.25
const MOST_MS = 300

/** With less, the line is all that there is time for. */
const LEAST_LEFT_MS = 150

/** What was read once is worth a second look, for which the time that is kept back suffices. */
const LEAST_MS = 60

/** Reads all that the scenario's code can reach. Costs as much in a heap of any size. */
export function openReach({
  rerun,
  verdict: { iterations: completed },
  prepared: { session, sources },
}: ExplainTask): Reach {
  const insides = askInsides(session)
  let read: readonly ReadSlot[] = []
  try {
    const mostMs = mostMsOf(rerun)
    rerun.restoreEngine()
    if (rerun.leftMs() >= LEAST_LEFT_MS)
      read = readReach(rootsOf(rerun.begins), { insides, sources, mostMs })
  } catch {
    // Nothing is told by it then.
  }
  return {
    grown(iterations) {
      rerun.restoreEngine()
      try {
        const grown = grownSince(read, insides, Math.max(LEAST_MS, mostMsOf(rerun)))
        const stores = expressedStores(grown, { iterations, completed })
        return stores.map((store) => ({ ...store, scriptId: scriptOf(store, insides) }))
      } catch {
        return []
      }
    },
    close: insides.release,
  }
}

function mostMsOf({ leftMs }: Pick<Rerun, 'leftMs'>): number {
  return Math.min(MOST_MS, MOST_SHARE * leftMs())
}

/** Whether a store that the source names is the one that was reached, or holds it. */
export function leadsTo({ container, at }: ReachedStore, named: NotedStore): boolean {
  if (named.container === container) return true
  for (let way: typeof at.owner | undefined = at.owner; way !== undefined; way = way.from) {
    if (way.object === named.container) return true
  }
  return false
}

function scriptOf({ at }: ReachedStore, insides: Insides): number | undefined {
  const made = types.isProxy(at.owner.object) ? undefined : constructorOf(at.owner.object)
  const ofClass = made && insides.of(made).scriptId
  if (ofClass !== undefined) return ofClass
  let way: Reached | undefined = at.owner
  while (way !== undefined && way.scriptId === undefined) way = way.from
  return way?.scriptId
}

function rootsOf(begins: readonly unknown[]): readonly Root[] {
  const [scenario, context] = begins
  // An environment's document and window may be known by accessors alone.
  const { document } = globalThis as { readonly document?: { readonly defaultView?: unknown } }
  return [
    { name: '', value: scenario, of: 'user' },
    { name: "the scenario's context", value: context, of: 'user' },
    { name: 'process', value: process, of: 'package' },
    { name: 'document', value: document, of: 'package' },
    { name: 'window', value: document?.defaultView, of: 'package' },
    { name: 'globalThis', value: globalThis, of: 'node' },
  ]
}
