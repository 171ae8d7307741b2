import type { InspectorSession } from '../engine/inspector-session.ts'
import type { HeapProfile } from './allocation-profile.ts'
import { type LogPlace, type NotedAllocation, placeAllocations } from './noted-allocations.ts'
import type { ScriptPlace } from './script-directory.ts'

/** Statements and calls that note that they were reached. */
export interface Logpoints {
  /** Puts one at every place of a function where a debugger could stop. Returns how many. */
  cover(start: ScriptPlace): number
  /** The same for a whole script, unless that needs more than `most`. */
  coverScript(scriptId: number, most: number): number
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
}

/** The function that V8 calls as the condition of a breakpoint that never stops. */
const HIT = '__plateauReached'
const WATCH = '__plateauWatch'

/** Enough for 20 iterations of a thousand places. */
const MOST_MARKS = 20_000
const MOST_WATCHED = 4

/**
 * A breakpoint whose condition is false stops nothing, also in this very thread; its condition leaves
 * one object behind. As the profiler records all objects in order, these marks tell between which two
 * places every other object was allocated: the exact line, which no V8 profile knows.
 */
export function placeLogpoints(session: InspectorSession): Logpoints {
  const places: LogPlace[] = []
  const covered = new Set<string>()
  const sources = new Map<string, readonly string[]>()
  const recorder = createRecorder()
  const scope = globalThis as unknown as Record<string, unknown>
  scope[HIT] = recorder.reached
  scope[WATCH] = recorder.watch

  /** There V8 evaluates a condition in a scope of its own, and the constructor runs twice. */
  function callsSuper(scriptId: string, line: number): boolean {
    const known = sources.get(scriptId)
    if (known) return /\bsuper\s*\(/.test(known[line] ?? '')
    const { scriptSource } = session.post<{ scriptSource: string }>('Debugger.getScriptSource', {
      scriptId,
    })
    sources.set(scriptId, scriptSource.split('\n'))
    return callsSuper(scriptId, line)
  }

  function coverRange(params: object, start: ScriptPlace | undefined, most: number): number {
    const { locations } = session.post<{ locations: readonly BreakLocation[] }>(
      'Debugger.getPossibleBreakpoints',
      params,
    )
    if (locations.length > most) return 0
    for (const { scriptId, lineNumber, columnNumber } of locations) {
      if (callsSuper(scriptId, lineNumber)) continue
      const key = `${scriptId}:${lineNumber}:${columnNumber}`
      if (covered.has(key)) continue
      covered.add(key)
      const condition = `globalThis.${HIT}?.(${places.length})`
      places.push({
        place: { scriptId: Number(scriptId), line: lineNumber, column: columnNumber ?? 0 },
        start,
      })
      try {
        const location = { scriptId, lineNumber, columnNumber }
        session.post('Debugger.setBreakpoint', { location, condition })
      } catch {
        // Two places of one statement may be one to the debugger.
      }
    }
    return locations.length
  }

  return {
    cover(place) {
      const start = {
        scriptId: String(place.scriptId),
        lineNumber: place.line,
        columnNumber: place.column,
      }
      return coverRange({ start, restrictToFunction: true }, place, Number.POSITIVE_INFINITY)
    },
    coverScript(scriptId, most) {
      const start = { scriptId: String(scriptId), lineNumber: 0, columnNumber: 0 }
      return coverRange({ start }, undefined, most)
    },
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
    read: (profile) => ({
      allocations: placeAllocations(profile, recorder.order(), places),
      gains: recorder.gains((at) => places[at]?.place),
    }),
    remove() {
      delete scope[HIT]
      delete scope[WATCH]
      recorder.forget()
    },
  }
}

interface BreakLocation {
  readonly scriptId: string
  readonly lineNumber: number
  readonly columnNumber?: number
}

interface Recorder {
  readonly reached: (place: number) => boolean
  readonly watch: (container: unknown) => void
  readonly watchedCount: () => number
  readonly start: () => void
  /** Lets the containers go: V8 was seen to keep a recorder (Node 26), and the next explanation found them held by it. */
  readonly forget: () => void
  /** The places in the order in which they were reached. */
  readonly order: () => Int32Array
  readonly gains: (placeOf: (at: number) => ScriptPlace | undefined) => Noted['gains']
}

/** Everything is allocated before the first mark: a mark is the only object that `reached` makes. */
function createRecorder(): Recorder {
  const order = new Int32Array(MOST_MARKS)
  const marks = new Array<unknown>(MOST_MARKS).fill(undefined)
  const lengths = new Float64Array(MOST_MARKS * MOST_WATCHED)
  const watched: (() => number)[] = []
  let count = 0
  let isOn = false

  function plateauReached(place: number): boolean {
    if (!isOn || count === MOST_MARKS) return false
    for (let at = 0; at < watched.length; at++) {
      lengths[count * MOST_WATCHED + at] = (watched[at] as () => number)()
    }
    order[count] = place
    marks[count++] = {}
    return false
  }

  return {
    reached: plateauReached,
    watch(container) {
      const measure = measureOf(container)
      if (watched.length < MOST_WATCHED) watched.push(measure)
    },
    watchedCount: () => watched.length,
    start() {
      isOn = true
    },
    forget() {
      watched.length = 0
    },
    order: () => order.subarray(0, count),
    gains(placeOf) {
      return watched.map((_, container) => {
        const times = new Map<number, number>()
        for (let at = 1; at < count; at++) {
          const now = lengths[at * MOST_WATCHED + container] as number
          const before = lengths[(at - 1) * MOST_WATCHED + container] as number
          const place = order[at - 1] as number
          if (now > before) times.set(place, (times.get(place) ?? 0) + 1)
        }
        return [...times]
          .sort(([, one], [, other]) => other - one)
          .flatMap(([at, count]) => {
            const place = placeOf(at)
            return place ? [{ place, times: count }] : []
          })
      })
    },
  }
}

const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get as () => number
const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size')?.get as () => number

/** Through the intrinsic getters, so that no code of the user's runs. */
function measureOf(container: unknown): () => number {
  if (Array.isArray(container)) return () => container.length
  for (const size of [mapSize, setSize]) {
    try {
      size.call(container)
      return () => size.call(container)
    } catch {
      // Of another class.
    }
  }
  return () => 0
}
