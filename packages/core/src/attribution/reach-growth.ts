import { types } from 'node:util'
import { nowMs } from '../engine/clock.ts'
import { FEWEST_GAINED } from './expressed-stores.ts'
import type { Reached, ReadSlot } from './reach.ts'
import type { Insides } from './reach-inside.ts'
import {
  countOf,
  latestOf,
  PROTOTYPE,
  type Slot,
  slotOf,
  slotsOf,
  sourceOf,
} from './reach-slots.ts'

/** What gained, and by how much. */
export interface ReachedStore {
  readonly at: ReadSlot
  readonly container: object
  readonly gained: number
  /** As many as it holds, or as were counted. */
  readonly entries: number
  /** What it gained last. */
  readonly entry: unknown
  /** Of a chain, the slots that lead from one to the next. */
  readonly links: readonly Slot[]
  /** Of the class that has the store, or of the code that leads to it. */
  readonly scriptId?: number | undefined
}

/** More of a chain is not followed: nothing that is bounded is so long. Each variable of a function costs a question. */
const MOST_LINKS = 1000
const MOST_FUNCTIONS = 150

/** The slots whose store has gained entries since they were read, or that begin a chain which has. */
export function grownSince(
  read: readonly ReadSlot[],
  insides: Insides,
  mostMs: number,
): readonly ReachedStore[] {
  const endMs = nowMs() + mostMs
  const slotsNow = new Map<Reached, ReadonlyMap<PropertyKey, object | undefined>>()

  function valueNow({ owner, slot }: ReadSlot): object | undefined {
    if (slot === owner.slot) return slot.value
    const now = slotsNow.get(owner) ?? valuesOf(objectNow(owner), insides)
    slotsNow.set(owner, now)
    return now.get(slot.key)
  }

  /** What stands there now, where each change makes a new one, as of the state of a store. */
  function objectNow({ object, from, slot }: Reached): object {
    if (from === undefined || slot.name === 'entry' || slot.key === PROTOTYPE) return object
    const now = valueNow({ owner: from, slot, count: 0 })
    return now !== undefined && areAlike(object, now) ? now : object
  }

  return read.flatMap((one) => {
    if (nowMs() > endMs) return []
    const value = one.slot.key === PROTOTYPE ? undefined : valueNow(one)
    return value === undefined ? [] : (gainOf(one, value, insides) ?? [])
  })
}

function valuesOf(object: object, insides: Insides): ReadonlyMap<PropertyKey, object | undefined> {
  return new Map(slotsOf(object, insides).slots.map(({ key, value }) => [key, value]))
}

function gainOf(at: ReadSlot, value: object, insides: Insides): ReachedStore | undefined {
  const before = at.slot.value
  if (before !== undefined && !areAlike(before, value)) return undefined
  const entries = countOf(value)
  const gained = entries - at.count
  if (before !== undefined && gained >= FEWEST_GAINED && !endsEmpty(value, gained)) {
    return { at, container: value, gained, entries, entry: latestOf(value), links: [] }
  }
  return before === value ? undefined : chainOf(at, value, insides)
}

/** New links before what was there first, or behind what was there last. */
function chainOf(at: ReadSlot, value: object, insides: Insides): ReachedStore | undefined {
  const { slot, owner } = at
  if (slot.value === undefined) {
    if (!areAlike(owner.object, value)) return undefined
    const container = owner.object
    const { length: gained } = follow(container, [slot.key], { insides, until: undefined })
    const entries = lengthBefore(at) + gained
    if (gained < FEWEST_GAINED || gained === Number.POSITIVE_INFINITY) return undefined
    return { at, container, gained, entries, entry: value, links: [] }
  }
  for (const links of linksOf(value, insides)) {
    const keys = links.map(({ key }) => key)
    const added = follow(value, keys, { insides, until: slot.value })
    if (!added.isMet || added.length < FEWEST_GAINED) continue
    const rest = follow(slot.value, keys, { insides, until: undefined })
    const entries = added.length + rest.length + 1
    return { at, container: value, gained: added.length, entries, entry: value, links }
  }
  return undefined
}

/** The slots through which one of a chain may lead to the next: its own, or of what it has for that. */
function* linksOf(value: object, insides: Insides): Generator<readonly Slot[]> {
  const own = slotsOf(value, insides).slots.filter(isFollowed)
  for (const one of own) if (areAlike(value, one.value)) yield [one]
  for (const one of own) {
    if (typeof one.value === 'function' || areAlike(value, one.value)) continue
    for (const other of slotsOf(one.value, insides).slots.filter(isFollowed)) {
      if (areAlike(value, other.value)) yield [one, other]
    }
  }
}

function isFollowed(slot: Slot): slot is Slot & { readonly value: object } {
  return slot.value !== undefined && slot.key !== PROTOTYPE
}

/** Links of the same kind that lead to the last one. */
function lengthBefore({ owner, slot }: ReadSlot): number {
  let length = 1
  for (let one = owner; one.from !== undefined && one.slot.key === slot.key; one = one.from)
    length++
  return length
}

function follow(
  from: object,
  keys: readonly PropertyKey[],
  { insides, until }: { readonly insides: Insides; readonly until: object | undefined },
): { readonly length: number; readonly isMet: boolean } {
  let at = from
  const most = typeof from === 'function' ? MOST_FUNCTIONS : MOST_LINKS
  for (let length = 0; length < most; length++) {
    if (at === until) return { length, isMet: true }
    const next = keys.reduce<object | undefined>((one, key) => one && slotOf(one, key, insides), at)
    if (next === undefined || next === from || !areAlike(next, from)) {
      return { length, isMet: false }
    }
    at = next
  }
  return { length: Number.POSITIVE_INFINITY, isMet: false }
}

/** Of one class; of two functions, written at the same place. */
function areAlike(one: object, other: object): boolean {
  if (typeof one === 'function' || typeof other === 'function') {
    return typeof one === typeof other && sourceOf(one) === sourceOf(other)
  }
  if (types.isProxy(one) || types.isProxy(other)) return false
  return Object.getPrototypeOf(one) === Object.getPrototypeOf(other)
}

/** A queue whose entries were worked off, and which is shortened now and then, holds nothing. */
function endsEmpty(store: object, gained: number): boolean {
  if (!Array.isArray(store)) return false
  return store.slice(-gained).every((entry) => entry === null || entry === undefined)
}
