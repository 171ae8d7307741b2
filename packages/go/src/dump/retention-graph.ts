import { goroutineRoots } from './goroutine-roots.ts'
import type { DumpedFinalizer, HeapDump } from './heap-dump.ts'
import { type Origin, originOf } from './package-of.ts'
import { readStaticValues, type StaticValue } from './static-values.ts'
import type { SymbolTable } from './symbols.ts'

/**
 * What holds what: one way from a root to each node. The objects of the heap come first among the nodes,
 * by their index; static values follow.
 */
export interface RetentionGraph {
  readonly nodeCount: number
  readonly statics: readonly StaticValue[]
  /** The node that holds it; `ROOTED`, or `UNREACHED`. */
  readonly parent: Int32Array
  /** Of the nodes that are rooted, into `rootNames`. */
  readonly root: Int32Array
  readonly rootNames: readonly string[]
}

export const ROOTED = -1
export const UNREACHED = -2
const EXCLUDED = -3

/** Lists of the runtime that hold every goroutine and thread, and the memory of those that ended. */
const BOOKKEEPING =
  /^runtime\.(all(gs|gptr|m|p\b.*Mask)|g0|m0|sched|work|gcworkbufs|mheap_|fin\w*|semtable)/

/**
 * Walks from the roots, each stage from what the earlier left: variables of the program and of its
 * dependencies, then those of the standard library, frames of goroutines, variables of the runtime,
 * finalizers (they alone keep a cycle), and what has no name. Within a stage the shortest way wins.
 */
export function buildRetentionGraph(dump: HeapDump, symbols: SymbolTable): RetentionGraph {
  const walk = createWalk(dump, symbols)
  walk.exclude(BOOKKEEPING)
  walk.goroutines()
  walk.globals('project')
  walk.globals('standard')
  walk.frames('project')
  walk.frames('standard')
  walk.frames('runtime')
  walk.globals('runtime')
  walk.finalizers()
  walk.globals(undefined)
  return walk.graph
}

interface Walk {
  readonly graph: RetentionGraph
  exclude(names: RegExp): void
  goroutines(): void
  globals(origin: Origin | undefined): void
  frames(origin: Origin): void
  finalizers(): void
}

function createWalk(dump: HeapDump, symbols: SymbolTable): Walk {
  const statics = readStaticValues(dump, symbols)
  const search = createSearch(dump, statics)
  const { graph, root, drain } = search
  const goroutines = goroutineRoots(dump, symbols)
  const first = dump.objects.count
  const originOfValue = ({ symbol }: StaticValue) => (symbol ? originOf(symbol.name) : undefined)

  return {
    graph,
    exclude(names) {
      statics.values.forEach(({ symbol }, index) => {
        if (symbol && names.test(symbol.name)) graph.parent[first + index] = EXCLUDED
      })
    },
    goroutines() {
      // The runtime's record of a goroutine is its own root, and leads to no one's memory but the runtime's.
      for (const goroutine of dump.goroutines) {
        search.end(search.find(goroutine.address), goroutines.nameOf(goroutine))
      }
    },
    globals(origin) {
      statics.values.forEach((value, index) => {
        if (originOfValue(value) === origin) root(first + index, () => globalName(value))
      })
      drain()
    },
    frames(origin) {
      goroutines.each((held) => {
        if (held.origin !== origin) return
        held.eachPointer((pointer) => root(search.find(pointer), held.name))
      })
      drain()
    },
    finalizers() {
      for (const finalizer of dump.finalizers) {
        const name = () => finalizerName(finalizer, dump, symbols)
        root(search.find(finalizer.object), name)
        root(search.find(finalizer.closure), name)
      }
      drain()
    },
  }
}

/** `global main.sessions`; without a symbol its address. */
function globalName({ address, symbol }: StaticValue): string {
  return `global ${symbol?.name ?? `at 0x${address.toString(16)}`}`
}

function finalizerName(
  { type, code }: DumpedFinalizer,
  { types }: HeapDump,
  symbols: SymbolTable,
): string {
  const typeName = types.get(type)
  if (typeName !== undefined) return `finalizer of ${typeName.replace(/^\*/, '')}`
  const called = symbols.at(code)
  return called ? `finalizer ${called.name}` : 'finalizer'
}

interface Search {
  readonly graph: RetentionGraph
  /** The node that an address points to or into; -1 if none. */
  find(address: number): number
  /** Takes a node for a root, unless something holds it already. */
  root(node: number, name: () => string): void
  /** A root from which no way leads on. */
  end(node: number, name: string): void
  /** Goes on until all that can be reached has been. */
  drain(): void
}

function createSearch(
  { objects, eachPointer }: HeapDump,
  statics: ReturnType<typeof readStaticValues>,
): Search {
  const nodeCount = objects.count + statics.values.length
  const parent = new Int32Array(nodeCount).fill(UNREACHED)
  const root = new Int32Array(nodeCount).fill(-1)
  const rootNames: string[] = []
  const rootIndex = new Map<string, number>()
  const queue = new Int32Array(nodeCount)
  let filled = 0
  let taken = 0

  function find(address: number): number {
    const object = objects.find(address)
    if (object !== -1) return object
    const value = statics.find(address)
    return value === -1 ? -1 : objects.count + value
  }

  function reach(node: number, from: number): boolean {
    if (node === -1 || parent[node] !== UNREACHED) return false
    parent[node] = from
    queue[filled++] = node
    return true
  }

  function nameIndex(name: string): number {
    const index = rootIndex.get(name) ?? rootNames.push(name) - 1
    rootIndex.set(name, index)
    return index
  }

  return {
    graph: { nodeCount, statics: statics.values, parent, root, rootNames },
    find,
    root(node, name) {
      if (reach(node, ROOTED)) root[node] = nameIndex(name())
    },
    end(node, name) {
      if (node === -1 || parent[node] !== UNREACHED) return
      parent[node] = ROOTED
      root[node] = nameIndex(name)
    },
    drain() {
      while (taken < filled) {
        const node = queue[taken++] as number
        const visit = (pointer: number) => void reach(find(pointer), node)
        if (node < objects.count) eachPointer(objects.memory(node), visit)
        else statics.values[node - objects.count]?.pointers.forEach(visit)
      }
    },
  }
}
