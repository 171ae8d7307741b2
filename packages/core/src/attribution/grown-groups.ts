import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { isStore } from './node-names.ts'
import { isPerIteration, type PhaseCounts, type Phases } from './phases.ts'
import type { RetentionTree } from './retention-tree.ts'

/** Objects that every iteration leaves behind, hung on one owner that was there before. */
export interface GrownGroup {
  /** The nearest object on the path that is older than the re-run; 0 where only a root holds them. */
  readonly owner: number
  /** The edge by which an example leaves the owner or its backing store. */
  readonly entryEdge: number
  /** The leaked object nearest to its owner. */
  readonly example: number
  /** Kind of the example: the same for every object that is counted with it. */
  readonly kind: string
  readonly counts: PhaseCounts
  /** All that was allocated in both halves and hangs on the owner by these entries. */
  readonly bytes: number
  /** Objects of this kind that hang directly on the owner; the others form a chain behind them. */
  readonly direct: number
  /** Edges from the owner to an example; 0 where it is the owner itself. */
  readonly depth: number
  /** The leaked objects that hang directly on the owner. */
  readonly entries: readonly number[]
  /** An example of every kind that each iteration leaves there, the nearest to the owner first. */
  readonly examples: readonly number[]
}

/** Groups by owner and entry, those with the most bytes first. */
export function findGrownGroups(
  snapshot: HeapSnapshot,
  tree: RetentionTree,
  phases: Phases,
): readonly GrownGroup[] {
  const hung = hangOnOwners(snapshot, tree, phases)
  const owners = new Map<number, Map<string, Bucket>>()
  for (const node of tree.order) {
    const phase = phaseOf(snapshot.nodeId(node), phases)
    const owner = hung.owner[node] as number
    if (phase === undefined || owner < 0) continue
    const via = entryName(snapshot, hung.entryEdge[node] as number)
    addTo(bucketOf(owners, owner, via), { snapshot, node, phase, hung })
  }
  return [...owners]
    .flatMap(([owner, buckets]) => groupsOf(owner, buckets))
    .sort((one, other) => other.bytes - one.bytes)
}

/** By node that is newer than the re-run's start: on what old object it hangs, and by which edge. */
interface Hung {
  readonly owner: Int32Array
  readonly entryEdge: Int32Array
  /** Objects between a node and its owner, stores not counted. */
  readonly depth: Uint32Array
}

function hangOnOwners(snapshot: HeapSnapshot, tree: RetentionTree, { baseId }: Phases): Hung {
  const { order, parent, edge } = tree
  const owner = new Int32Array(snapshot.nodeCount).fill(-1)
  const entryEdge = new Int32Array(snapshot.nodeCount).fill(-1)
  const depth = new Uint32Array(snapshot.nodeCount)
  const isHung = new Uint8Array(snapshot.nodeCount)
  const chains = createChains(snapshot, tree)
  for (const node of order) {
    const isItsStore = node !== 0 && isStore(snapshot, node)
    if (node === 0 || (snapshot.nodeId(node) <= baseId && !isItsStore)) {
      const top = chains.topOf(node)
      owner[node] = top === node ? node : (parent[top] as number)
      entryEdge[node] = top === node ? -1 : (edge[top] as number)
      continue
    }
    const above = parent[node] as number
    owner[node] = owner[above] as number
    if (isHung[above] === 1) {
      entryEdge[node] = entryEdge[above] as number
      depth[node] = (depth[above] as number) + (isItsStore ? 0 : 1)
      isHung[node] = 1
    } else {
      // Below an owner, or below its stores: the first name on the way is the owner's own word for it.
      const named = entryEdge[above] as number
      const isNamed = named >= 0 && typeof snapshot.edgeName(named) === 'string'
      entryEdge[node] = isNamed && isEntryOfStore(snapshot, named) ? named : (edge[node] as number)
      isHung[node] = isItsStore ? 0 : 1
    }
  }
  return { owner, entryEdge, depth }
}

/** Links of one kind that make a chain: the timers of a list, the listeners of a target. */
const CHAIN_LINKS = 3

/**
 * Older links of a list are no owners of the newer ones: the list is. `topOf` gives the first link of
 * the chain that a node belongs to, or the node itself where it belongs to none.
 */
function createChains(
  snapshot: HeapSnapshot,
  { parent }: RetentionTree,
): { topOf(node: number): number } {
  const tops = new Map<number, { readonly top: number; readonly links: number }>()

  /** Called with parents first, as the tree's order is. */
  function follow(node: number): { readonly top: number; readonly links: number } {
    const above = parent[node] as number
    const isLink =
      above > 0 && snapshot.nodeType(node) === 'object' && isSameClass(snapshot, node, above)
    const before = isLink ? tops.get(above) : undefined
    const found = before ? { top: before.top, links: before.links + 1 } : { top: node, links: 1 }
    tops.set(node, found)
    return found
  }

  return {
    topOf(node) {
      const { top, links } = follow(node)
      return links >= CHAIN_LINKS && (parent[top] as number) > 0 ? top : node
    },
  }
}

function isSameClass(snapshot: HeapSnapshot, node: number, other: number): boolean {
  return (
    snapshot.nodeType(other) === 'object' &&
    snapshot.nodeNameIndex(node) === snapshot.nodeNameIndex(other)
  )
}

/** Named links such as a promise's reactions say more than the number of the slot behind them. */
function isEntryOfStore(snapshot: HeapSnapshot, edge: number): boolean {
  const name = String(snapshot.edgeName(edge))
  return snapshot.edgeType(edge) === 'internal' && !STORE_EDGES.has(name) && !/^\d/.test(name)
}

const STORE_EDGES: ReadonlySet<string> = new Set(['elements', 'properties', 'table', 'map'])

function phaseOf(
  id: number,
  { baseId, firstId, secondId }: Phases,
): 'first' | 'second' | undefined {
  if (id <= baseId || id > secondId) return undefined
  return id <= firstId ? 'first' : 'second'
}

interface KindCount {
  first: number
  second: number
  depth: number
  example: number
  entryEdge: number
  readonly entries: number[]
}

interface Bucket {
  bytes: number
  readonly kinds: Map<string, KindCount>
}

function bucketOf(owners: Map<number, Map<string, Bucket>>, owner: number, via: string): Bucket {
  const buckets = owners.get(owner) ?? new Map<string, Bucket>()
  owners.set(owner, buckets)
  const bucket = buckets.get(via) ?? { bytes: 0, kinds: new Map<string, KindCount>() }
  buckets.set(via, bucket)
  return bucket
}

function addTo(
  bucket: Bucket,
  found: { snapshot: HeapSnapshot; node: number; phase: keyof PhaseCounts; hung: Hung },
): void {
  const { snapshot, node, phase, hung } = found
  bucket.bytes += snapshot.selfSize(node)
  if (isStore(snapshot, node)) return
  const depth = hung.depth[node] as number
  const entryEdge = hung.entryEdge[node] as number
  const kind = kindOf(snapshot, node)
  let count = bucket.kinds.get(kind)
  if (count === undefined) {
    count = { first: 0, second: 0, depth, example: node, entryEdge, entries: [] }
    bucket.kinds.set(kind, count)
  }
  count[phase]++
  if (depth === 0) count.entries.push(node)
  if (depth < count.depth) Object.assign(count, { depth, example: node, entryEdge })
}

/** Objects of one kind are counted together: by class, closures by the place of their function. */
function kindOf(snapshot: HeapSnapshot, node: number): string {
  const type = snapshot.nodeType(node)
  if (type.endsWith('string') || type === 'number' || type === 'bigint') return type
  const name = snapshot.nodeNameIndex(node)
  if (type !== 'closure') return `${type} ${name}`
  const place = snapshot.location(node)
  return `closure ${name} ${place?.scriptId}:${place?.line}:${place?.column}`
}

/** Slots of stores have no name of their own: they are all entries. */
function entryName(snapshot: HeapSnapshot, edge: number): string {
  if (edge < 0) return ''
  const name = snapshot.edgeName(edge)
  return typeof name === 'number' || /^\d/.test(name) ? '' : name
}

/** Entries that grow by themselves, such as two lists of one owner; else all entries of the owner together. */
function groupsOf(owner: number, buckets: Map<string, Bucket>): readonly GrownGroup[] {
  const alone = [...buckets.values()].flatMap((bucket) => groupOf(owner, bucket) ?? [])
  if (alone.length > 0 || buckets.size === 1) return alone
  return groupOf(owner, [...buckets.values()].reduce(merge)) ?? []
}

function merge(one: Bucket, other: Bucket): Bucket {
  one.bytes += other.bytes
  for (const [kind, count] of other.kinds) {
    const known = one.kinds.get(kind)
    if (known === undefined) {
      one.kinds.set(kind, count)
      continue
    }
    known.first += count.first
    known.second += count.second
    known.entries.push(...count.entries)
    const { depth, example, entryEdge } = count
    if (depth < known.depth) Object.assign(known, { depth, example, entryEdge })
  }
  return one
}

function groupOf(owner: number, bucket: Bucket): GrownGroup[] | undefined {
  const grown = [...bucket.kinds].filter(([, count]) => isPerIteration(count))
  if (grown.length === 0) return undefined
  const nearestFirst = grown.sort((one, other) => (tellsMore(one, other) ? -1 : 1))
  const [kind, count] = nearestFirst[0] as Counted
  const { first, second, depth, example, entryEdge, entries } = count
  return [
    {
      owner,
      entryEdge,
      example,
      kind,
      counts: { first, second },
      bytes: bucket.bytes,
      direct: entries.length,
      depth,
      entries,
      examples: nearestFirst.map(([, { example }]) => example),
    },
  ]
}

/** The nearest to the owner; of those a class says more than the strings beside it. */
function tellsMore([kind, one]: Counted, [otherKind, other]: Counted): boolean {
  if (one.depth !== other.depth) return one.depth < other.depth
  if (isPlain(kind) !== isPlain(otherKind)) return isPlain(otherKind)
  return one.first + one.second > other.first + other.second
}

type Counted = readonly [kind: string, count: KindCount]

function isPlain(kind: string): boolean {
  return !kind.includes(' ') || kind.endsWith('string')
}
