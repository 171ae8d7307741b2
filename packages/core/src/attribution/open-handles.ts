import timers from 'node:timers'
import type { InspectorSession } from '../engine/inspector-session.ts'
import { handlesByType } from '../probe/handles.ts'
import { askInsides } from './reach-inside.ts'

/** What the event loop holds, by type. */
export type OpenHandles = () => ReadonlyMap<string, number>

/** Counts what the event loop holds. Timers are counted in Node's own lists, for it tells none that is unref'd. */
export function openHandles(session: InspectorSession): OpenHandles {
  const lists = timerLists(session)
  return () => {
    const handles = new Map(handlesByType())
    const listed = handles.get(TIMER) ?? 0
    handles.set(TIMER, Math.max(listed, timersIn(lists ?? {})))
    return handles
  }
}

const TIMER = 'Timeout'

/** A variable that `setTimeout` sees: by milliseconds, a list of the timers that wait so long. */
const LISTS = 'timerListMap'

function timerLists(session: InspectorSession): Readonly<Record<string, Ring>> | undefined {
  const insides = askInsides(session)
  try {
    const seen = insides.of(timers.setTimeout).held
    return seen.find(({ name }) => name === LISTS)?.value as Readonly<Record<string, Ring>>
  } finally {
    insides.release()
  }
}

/** A list that begins and ends with itself. */
interface Ring {
  readonly _idleNext?: Ring | null
}

/** No list is followed for longer, whatever a later Node makes of it. */
const MOST_TIMERS = 1_000_000

function timersIn(lists: Readonly<Record<string, Ring>>): number {
  let count = 0
  for (const list of Object.values(lists)) {
    for (let at = list._idleNext; at && at !== list && count < MOST_TIMERS; at = at._idleNext)
      count++
  }
  return count
}
