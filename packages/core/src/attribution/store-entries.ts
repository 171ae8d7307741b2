import { types } from 'node:util'

// Through intrinsic functions and descriptors, so that no code of the user's runs.

const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get as () => number
const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size')?.get as () => number

/** Entries of an array, a Map or a Set, listeners of an emitter or a target, or else own keys; 0 of a proxy. */
export function entriesOf(container: object): number {
  if (types.isProxy(container)) return 0
  if (Array.isArray(container)) return container.length
  if (types.isMap(container)) return mapSize.call(container)
  if (types.isSet(container)) return setSize.call(container)
  const listeners = listenersOf(container)
  if (listeners === undefined) return Object.keys(container).length
  return listeners.reduce<number>((sum, some) => sum + countOf(some), 0)
}

/** What was added last, as far as an order is kept. */
export function newestOf(container: object): unknown {
  if (types.isMap(container)) return [...Map.prototype.values.call(container)].at(-1)
  if (types.isSet(container)) return [...Set.prototype.values.call(container)].at(-1)
  const listeners = listenersOf(container)
  if (listeners !== undefined) {
    const [most] = listeners.toSorted((one, other) => countOf(other) - countOf(one))
    return newestListener(most)
  }
  const last = Array.isArray(container) ? container.length - 1 : Object.keys(container).at(-1)
  return ownValue(container, last ?? '')
}

/** Whether its entries are listeners. */
export function isListenedTo(container: object): boolean {
  return !types.isProxy(container) && listenersOf(container) !== undefined
}

/** By event, as Node keeps them: a function, an array of them, or a linked list with its size. */
function listenersOf(container: object): readonly unknown[] | undefined {
  const events = ownValue(container, '_events')
  if (typeof events === 'object' && events !== null) {
    return Object.keys(events).map((event) => ownValue(events, event))
  }
  const symbol = Object.getOwnPropertySymbols(container).find(
    (one) => one.description === 'kEvents',
  )
  const lists = symbol && ownValue(container, symbol)
  return types.isMap(lists) ? [...Map.prototype.values.call(lists)] : undefined
}

function countOf(listeners: unknown): number {
  if (Array.isArray(listeners)) return listeners.length
  if (typeof listeners === 'function') return 1
  const size = typeof listeners === 'object' && listeners !== null && ownValue(listeners, 'size')
  return typeof size === 'number' ? size : 0
}

/** The newest of a linked list is at its end, and as good as the first: what is asked is its kind. */
function newestListener(listeners: unknown): unknown {
  if (Array.isArray(listeners)) return unwrapped(listeners.at(-1))
  if (typeof listeners !== 'object' || listeners === null) return unwrapped(listeners)
  const next = ownValue(listeners, 'next')
  return typeof next === 'object' && next !== null ? ownValue(next, 'listener') : undefined
}

/** `once` adds a function of Node's own, which holds the user's. */
function unwrapped(listener: unknown): unknown {
  const own = typeof listener === 'function' ? ownValue(listener, 'listener') : undefined
  return own ?? listener
}

function ownValue(object: object, key: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value
}
