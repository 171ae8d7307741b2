import { entriesOf } from './store-entries.ts'

/** Notes the stores that the source names where it is about to add to them. */
export interface StoreMeetings {
  /** Called with the number of the expression, its value, and what that is a property of; returns false. */
  readonly meet: (expression: number, container: unknown, owner: unknown) => boolean
  /** Every store that was met, with what it has gained since. */
  readonly met: () => readonly MetStore[]
  /** Lets the stores go. */
  readonly forget: () => void
}

/** A store that was met in the run. */
export interface MetStore {
  /** The number of the expression that named it. */
  readonly by: number
  readonly container: object
  readonly owner: unknown
  readonly gained: number
  readonly entries: number
}

/** More expressions than a person writes in the files of one test. */
export const MOST_EXPRESSIONS = 400

/** An expression may name a store of each iteration's own beside the one that all of them share. */
const SEATS = 3

export function createMeetings(): StoreMeetings {
  const seats = MOST_EXPRESSIONS * SEATS
  const containers = new Array<object | undefined>(seats).fill(undefined)
  const owners = new Array<unknown>(seats).fill(undefined)
  const entriesBefore = new Float64Array(seats)
  const times = new Uint32Array(seats)

  /** Stores that come again keep their seats. */
  function seatOf(expression: number, container: object): number {
    const first = expression * SEATS
    let rarest = first
    for (let seat = first; seat < first + SEATS; seat++) {
      if (containers[seat] === container) return seat
      if ((times[seat] as number) < (times[rarest] as number)) rarest = seat
    }
    return rarest
  }

  return {
    meet(expression, container, owner) {
      if (typeof container !== 'object' || container === null) return false
      const seat = seatOf(expression, container)
      if (containers[seat] !== container) {
        containers[seat] = container
        owners[seat] = owner
        entriesBefore[seat] = entriesOf(container)
        times[seat] = 0
      }
      times[seat] = (times[seat] as number) + 1
      return false
    },
    met() {
      return containers.flatMap((container, seat) => {
        if (container === undefined) return []
        const entries = entriesOf(container)
        const gained = entries - (entriesBefore[seat] as number)
        return [{ by: Math.floor(seat / SEATS), container, owner: owners[seat], gained, entries }]
      })
    },
    forget() {
      containers.fill(undefined)
      owners.fill(undefined)
    },
  }
}
