import type { ProcessCensus } from '../target/target.ts'
import type { CdpChannel } from './cdp-channel.ts'
import type { NodeProcess } from './node-processes.ts'
import { callOn, evaluate, referTo } from './remote-value.ts'

/** Every reference of a census is released with it: one that stays would keep the store alive. */
const GROUP = 'plateau-census'

const PROTOTYPES = ['Map', 'Set', 'Array']

/**
 * Counts how many entries the larger collections of a process have, those that gained the most first. Each keeps its
 * name from census to census. The first of a process, and one `anew`, collects all garbage, 0.1 to 0.4 s at 17 MB, and
 * code that was optimised goes with it; the others count what was found then.
 */
export function createCensus(): (
  process: NodeProcess,
  how?: 'before' | 'anew',
) => Promise<ProcessCensus> {
  const begun = new WeakSet<NodeProcess>()
  return async (process, how) => {
    const { channel } = process
    const isKnown = begun.has(process) && how === undefined
    const stores = isKnown
      ? largest(await evaluate<CountedStore[]>(channel, COUNT_AGAIN))
      : await countStores(channel, how === 'before' ? MOST_FOLLOWED : 0)
    begun.add(process)
    return { process: process.label(), stores }
  }
}

/** As the first census of one isolate; so many small stores are followed, too. */
export async function countStores(
  channel: CdpChannel,
  mostSmall = 0,
): Promise<ProcessCensus['stores']> {
  const found: CountedStore[] = []
  await eachList(channel, async (objectId) => {
    found.push(...(await callOn<CountedStore[]>(channel, objectId, countOf(mostSmall))))
  })
  return largest(found)
}

function largest(found: readonly CountedStore[]): ProcessCensus['stores'] {
  return found
    .toSorted((one, other) => other.gained - one.gained || other.entries - one.entries)
    .slice(0, MOST_STORES)
    .map(({ container, entries }) => ({ container, entries }))
}

/** The number by which a heap snapshot knows the store of this name; undefined where it is gone. */
export async function heapIdOfStore(
  channel: CdpChannel,
  container: string,
): Promise<number | undefined> {
  let found: number | undefined
  await eachList(channel, async (objectId) => {
    if (found !== undefined) return
    const { result } = await channel.send<{ result: { objectId?: string } }>(
      'Runtime.callFunctionOn',
      {
        objectId,
        functionDeclaration: FIND,
        arguments: [{ value: container }],
        objectGroup: GROUP,
      },
    )
    if (result.objectId === undefined) return
    const { heapSnapshotObjectId } = await channel.send<{ heapSnapshotObjectId: string }>(
      'HeapProfiler.getHeapObjectId',
      { objectId: result.objectId },
    )
    found = Number(heapSnapshotObjectId)
  })
  return found
}

/** Hands on the list of all objects with each of the prototypes. */
async function eachList(
  channel: CdpChannel,
  act: (objectId: string) => Promise<void>,
): Promise<void> {
  try {
    for (const name of PROTOTYPES) {
      const prototypeObjectId = await referTo(channel, `${name}.prototype`, GROUP)
      const { objects } = await channel.send<{ objects: { objectId: string } }>(
        'Runtime.queryObjects',
        { prototypeObjectId, objectGroup: GROUP },
      )
      await act(objects.objectId)
      // Before the next query, which would find the list of this one.
      await channel.send('Runtime.releaseObjectGroup', { objectGroup: GROUP })
    }
  } finally {
    await channel.send('Runtime.releaseObjectGroup', { objectGroup: GROUP }).catch(ignore)
  }
}

interface CountedStore {
  readonly container: string
  readonly entries: number
  readonly gained: number
}

function ignore(): void {}

/** Those that gained nothing come last: what is cut off tells nothing. */
const MOST_STORES = 200

/** Smaller ones are the program's own structure, and there are thousands of them. */
const FEWEST_ENTRIES = 100

/**
 * A program holds thousands of arrays before its first request, any of which may grow. To follow one takes 300 bytes of
 * its heap, so that small ones are never looked for where readings are judged.
 */
const MOST_FOLLOWED = 10_000

// Sent as text, to run in the target. No getter and no trap of a proxy of the user's runs: sizes come from
// the intrinsic getters, and what a proxy stands for is not asked. A store is told by the number that a weak
// map keeps for it, and followed by a weak reference, which is all that stays behind. Its name tells what it holds, so
// it gets one when it holds something.
const TOOLS = `
  const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get
  const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get
  const types = process.getBuiltinModule?.('node:util').types
  const isProxy = (value) => types === undefined || types.isProxy(value)
  const classOf = (value) => {
    if (value === null) return 'null'
    if (typeof value !== 'object') return typeof value
    if (isProxy(value)) return 'object'
    const prototype = Object.getPrototypeOf(value)
    const found = prototype && !isProxy(prototype) && Object.getOwnPropertyDescriptor(prototype, 'constructor')
    return (found && typeof found.value === 'function' && found.value.name) || 'object'
  }
  const contentOf = (store) => {
    if (Array.isArray(store)) return ' of ' + classOf(Object.getOwnPropertyDescriptor(store, store.length - 1)?.value)
    if (store instanceof Set) return ' of ' + classOf(Set.prototype.values.call(store).next().value)
    const [from, to] = Map.prototype.entries.call(store).next().value
    return ' of ' + classOf(from) + ' to ' + classOf(to)
  }
  const sizeOf = (store) => {
    if (Array.isArray(store)) return store.length
    return store instanceof Set ? setSize.call(store) : mapSize.call(store)
  }
  const rowOf = (registry, store, known) => {
    const entries = sizeOf(store)
    if (entries < ${FEWEST_ENTRIES}) return []
    known.container ??= classOf(store) + ' #' + ++registry.last + contentOf(store)
    return [{ container: known.container, entries, gained: entries - known.first }]
  }`

const countOf = (mostSmall: number): string => `function () {
  ${TOOLS}
  const key = Symbol.for('@plateau/census@1')
  if (globalThis[key] === undefined) {
    Object.defineProperty(globalThis, key, { value: { stores: new WeakMap(), followed: [], last: 0 } })
  }
  const registry = globalThis[key]
  const rows = []
  for (let at = 0; at < this.length; at++) {
    const store = this[at]
    try {
      if (isProxy(store) || store === registry.followed) continue
      let known = registry.stores.get(store)
      if (known === undefined) {
        const entries = sizeOf(store)
        if (entries < ${FEWEST_ENTRIES} && registry.followed.length >= ${mostSmall}) continue
        known = { first: entries }
        registry.stores.set(store, known)
        registry.followed.push({ store: new WeakRef(store), known })
      }
      rows.push(...rowOf(registry, store, known))
    } catch {}
  }
  return rows
}`

const COUNT_AGAIN = `(() => {
  ${TOOLS}
  const registry = globalThis[Symbol.for('@plateau/census@1')]
  return registry.followed.flatMap(({ store, known }) => {
    const found = store.deref()
    return found === undefined ? [] : rowOf(registry, found, known)
  })
})()`

const FIND = `function (container) {
  const registry = globalThis[Symbol.for('@plateau/census@1')]
  return Array.prototype.find.call(this, (store) => registry?.stores.get(store)?.container === container)
}`
