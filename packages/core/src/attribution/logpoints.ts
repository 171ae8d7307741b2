import type { InspectorSession } from '../engine/inspector-session.ts'
import type { HeapProfile } from './allocation-profile.ts'
import { placeBreakpoints, type StorePlace } from './breakpoints.ts'
import { type NotedAllocation, placeAllocations } from './noted-allocations.ts'
import { createRecorder } from './place-recorder.ts'
import type { ScriptPlace } from './script-directory.ts'
import { createMeetings, type MetStore } from './store-meetings.ts'

/** Statements and calls that note that they were reached. */
export interface Logpoints {
  /** Puts one at every place of a function where a debugger could stop, unless that needs more than `most`. Returns how many. */
  cover(start: ScriptPlace & { readonly functionName?: string }, most: number): number
  /** The same for a whole script, unless that needs more than `most`. */
  coverScript(scriptId: number, most: number): number
  /** Puts one at every expression of a script to which something is added. Returns how many. */
  coverStores(scriptId: number): number
  /** Follows the length or size of a live container, if there is one, from one logpoint to the next. */
  watch(objectId: string | undefined): void
  /** Begins to note; before it nothing is. */
  start(): void
  /** What was noted, with the allocations that the profile recorded meanwhile. */
  read(profile: HeapProfile): Noted
  remove(): void
}

export interface Noted {
  /** Surviving allocations by the last place that their function had reached. */
  readonly allocations: readonly NotedAllocation[]
  /** By watched container: how often it gained entries after each place. */
  readonly gains: readonly (readonly { readonly place: ScriptPlace; readonly times: number }[])[]
  /** Stores that were met where the source adds to them. */
  readonly met: readonly NotedStore[]
}

/** A store by the expression of the source that adds to it. */
export type NotedStore = StorePlace & Omit<MetStore, 'by'>

/** The function that V8 calls as the condition of a breakpoint that never stops. */
const HIT = '__plateauReached'
const MEET = '__plateauMeet'
const WATCH = '__plateauWatch'

/**
 * A breakpoint whose condition is false stops nothing, also in this very thread; its condition leaves
 * one object behind. As the profiler records all objects in order, these marks tell between which two
 * places every other object was allocated: the exact line, which no V8 profile knows.
 */
export function placeLogpoints(session: InspectorSession): Logpoints {
  const breakpoints = placeBreakpoints(session, { hit: HIT, meet: MEET })
  const { places, stores, coverFunction, coverScript, coverStores } = breakpoints
  const recorder = createRecorder()
  const meetings = createMeetings()
  const scope = globalThis as unknown as Record<string, unknown>
  scope[HIT] = recorder.reached
  scope[MEET] = meetings.meet
  scope[WATCH] = recorder.watch

  return {
    cover: coverFunction,
    coverScript,
    coverStores,
    watch(objectId) {
      const before = recorder.watchedCount()
      const functionDeclaration = `function () { globalThis.${WATCH}?.(this) }`
      if (objectId !== undefined) {
        session.post('Runtime.callFunctionOn', { objectId, functionDeclaration })
      }
      // One of another realm cannot be followed; the others keep their places.
      if (recorder.watchedCount() === before) recorder.watch(undefined)
    },
    start: recorder.start,
    read(profile) {
      const met = meetings.met().flatMap(({ by, ...store }): NotedStore[] => {
        const named = stores[by]
        return named ? [{ ...named, ...store }] : []
      })
      const gains = recorder.gains().map(({ container, gains }) => {
        const seen = gains.flatMap(({ place: at, times }) => {
          const place = places[at]?.place
          return place ? [{ place, times }] : []
        })
        return seen.length > 0 ? seen : gainsOf(container, met)
      })
      return { allocations: placeAllocations(profile, recorder.order(), places), gains, met }
    },
    remove() {
      breakpoints.remove()
      delete scope[HIT]
      delete scope[MEET]
      delete scope[WATCH]
      recorder.forget()
      meetings.forget()
    },
  }
}

/** Of a dictionary, whose entries are not counted at each place. */
function gainsOf(container: unknown, met: readonly NotedStore[]): Noted['gains'][number] {
  return met.flatMap(({ container: store, gained, place }) =>
    store === container && gained > 0 ? [{ place, times: gained }] : [],
  )
}
