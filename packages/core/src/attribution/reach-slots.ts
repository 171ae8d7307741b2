import { types } from 'node:util'
import { isContext } from 'node:vm'
import type { Inside, Insides } from './reach-inside.ts'

// Through intrinsic functions and descriptors, so that no code of the user's runs.

/** A place of an object that may hold another one. */
export interface Slot {
  readonly key: PropertyKey
  readonly name: string
  /** Undefined where the place is empty. */
  readonly value: object | undefined
  readonly isOfModule: boolean
}

/** Of larger stores the first and the last entries stand for all: what tells of them is how many they are. */
const MOST_EACH = 64
const SHOWN = 8

export interface Slots {
  readonly scriptId: number | undefined
  readonly slots: readonly Slot[]
}

/** What an object holds. */
export function slotsOf(object: object, insides: Insides): Slots {
  const { scriptId, held } = hasInside(object) ? insides.of(object) : NO_INSIDE
  const inner = held.flatMap(({ value, ...slot }) => {
    return isObject(value) ? [{ ...slot, value }] : []
  })
  return { scriptId, slots: [...inner, ...ownSlots(object)] }
}

/** One slot of an object, which has it still. */
export function slotOf(object: object, key: PropertyKey, insides: Insides): object | undefined {
  return slotsOf(object, insides).slots.find((slot) => slot.key === key)?.value
}

const NO_INSIDE: Inside = { scriptId: undefined, held: [] }

/** Entries of an array, a Map or a Set, or else own keys, symbols among them. */
export function countOf(object: object): number {
  if (types.isProxy(object) || ArrayBuffer.isView(object) || isStorage(object)) return 0
  if (Array.isArray(object)) return object.length
  if (types.isMap(object)) return mapSize.call(object)
  if (types.isSet(object)) return setSize.call(object)
  return Reflect.ownKeys(object).length
}

const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get as () => number
const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size')?.get as () => number

/** What was added last, as far as an order is kept. */
export function latestOf(object: object): unknown {
  if (types.isMap(object)) return [...Map.prototype.values.call(object)].at(-1)
  if (types.isSet(object)) return [...Set.prototype.values.call(object)].at(-1)
  const key = Array.isArray(object) ? object.length - 1 : Reflect.ownKeys(object).at(-1)
  return Object.getOwnPropertyDescriptor(object, key ?? '')?.value
}

function ownSlots(object: object): readonly Slot[] {
  if (types.isProxy(object) || ArrayBuffer.isView(object) || isStorage(object)) return []
  const slots = types.isMap(object)
    ? fewOf(Map.prototype.values.call(object))
    : types.isSet(object)
      ? fewOf(Set.prototype.values.call(object))
      : propertiesOf(object)
  const prototype: unknown = Object.getPrototypeOf(object)
  if (!isObject(prototype)) return slots
  return [...slots, { key: PROTOTYPE, name: '', value: prototype, isOfModule: false }]
}

/** Leads to the methods, and through them to what those name: no step of a path. */
export const PROTOTYPE = 'the prototype'

function fewOf(values: Iterable<unknown>): readonly Slot[] {
  const slots: Slot[] = []
  for (const value of values) {
    if (slots.length === SHOWN) break
    if (isObject(value))
      slots.push({ key: `entry ${slots.length}`, name: 'entry', value, isOfModule: false })
  }
  return slots
}

const OF_FUNCTIONS: ReadonlySet<PropertyKey> = new Set(['arguments', 'caller', 'length', 'name'])

function propertiesOf(object: object): readonly Slot[] {
  return keysOf(object).flatMap((key): Slot[] => {
    if (typeof object === 'function' && OF_FUNCTIONS.has(key)) return []
    const descriptor = descriptorOf(object, key)
    const value: unknown = descriptor?.get ?? descriptor?.value
    const isEmpty = value === null || value === undefined
    if (!isEmpty && !isObject(value)) return []
    const name = Array.isArray(object) ? 'entry' : nameOf(key)
    return [{ key, name, value: isEmpty ? undefined : value, isOfModule: false }]
  })
}

function keysOf(object: object): readonly PropertyKey[] {
  if (Array.isArray(object)) {
    const { length } = object
    if (length <= MOST_EACH) return [...object.keys()].map(String)
    return [...Array(SHOWN).keys()].flatMap((at) => [String(at), String(length - 1 - at)])
  }
  const keys = Reflect.ownKeys(object)
  return keys.length <= 2 * MOST_EACH ? keys : [...keys.slice(0, SHOWN), ...keys.slice(-SHOWN)]
}

/** Whether a function was reached from the prototype of a class: it sees what the class sees. */
export function isMethod({ slot, from }: Held): boolean {
  if (from === undefined || slot.key === 'constructor' || types.isProxy(from.object)) return false
  const made: unknown = descriptorOf(from.object, 'constructor')?.value
  if (typeof made !== 'function' || types.isProxy(made)) return false
  return descriptorOf(made, 'prototype')?.value === from.object
}

interface Held {
  readonly slot: Slot
  readonly from: { readonly object: object } | undefined
}

/** The text of a function, which those that are written at one place share. */
export function sourceOf(made: object): string {
  return types.isProxy(made) ? '' : Function.prototype.toString.call(made)
}

/** What a module gives out: as Node makes it, as compilers to CommonJS write it, and as bundlers do. */
export function isExports(object: object): boolean {
  if (types.isModuleNamespaceObject(object)) return true
  if (types.isProxy(object)) return false
  const tag: unknown = descriptorOf(object, Symbol.toStringTag)?.value
  return tag === 'Module' || descriptorOf(object, '__esModule') !== undefined
}

/** A module that is being loaded has names without values. */
function descriptorOf(object: object, key: PropertyKey): PropertyDescriptor | undefined {
  try {
    return Object.getOwnPropertyDescriptor(object, key)
  } catch {
    return undefined
  }
}

function nameOf(key: PropertyKey): string {
  return typeof key === 'symbol' ? `[${key.description ?? ''}]` : String(key)
}

/** Of proxies their target, of functions their variables, of weak stores their entries, and of classes what `#` makes private: a realm's global object has such of another class. */
function hasInside(object: object): boolean {
  if (types.isProxy(object)) return true
  if (typeof object === 'function') return !isNative(object) || isBound(object)
  return types.isWeakMap(object) || hasPrivates(object) || isContext(object)
}

function isBound(made: object): boolean {
  const name: unknown = descriptorOf(made, 'name')?.value
  return typeof name === 'string' && name.startsWith('bound ')
}

function hasPrivates(object: object): boolean {
  for (let at = Object.getPrototypeOf(object); isObject(at); at = Object.getPrototypeOf(at)) {
    if (types.isProxy(at)) return false
    const made: unknown = descriptorOf(at, 'constructor')?.value
    if (typeof made !== 'function' || isNative(made)) return false
    const source = sourceOf(made)
    if (source.startsWith('class') && source.includes('#')) return true
  }
  return false
}

function isNative(made: object): boolean {
  if (types.isProxy(made)) return true
  return sourceOf(made).endsWith('{ [native code] }')
}

/** To ask one that was never opened for its keys crashes Node 22 to 26. */
function isStorage(object: object): boolean {
  const made: unknown = Object.getOwnPropertyDescriptor(globalThis, 'Storage')?.value
  const prototype: unknown = typeof made === 'function' ? made.prototype : undefined
  return isObject(prototype) && Object.prototype.isPrototypeOf.call(prototype, object)
}

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
