import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { type Hung, hangOnOwners } from './hang-on-owners.ts'
import { isDomObject, isStore, nameOfDomObject } from './node-names.ts'
import { isPerIteration, type PhaseCounts, type Phases } from './phases.ts'
import type { RetentionTree } from './retention-tree.ts'

/** Objects that every iteration leaves behind, hung on one owner that was there before. */
export interface GrownGroup {
  /** The nearest object on the path that is older than the re-run; 0 where only a root holds them. */
  readonly owner: number
  /** The edge by which the leaked objects leave the owner or its backing store. */
  readonly entryEdge: number
  /** Whether each hangs there by a name of its own: such a name is a key of the user's data. */
  readonly isKeyed: boolean
  /** All that was allocated in both halves and hangs on the owner by these entries. */
  readonly bytes: number
  /** Of every kind that each iteration leaves there, the nearest to the owner first; never empty. */
  readonly kinds: readonly LeakedKind[]
}

/** Objects of one class, or closures of one function. */
export interface LeakedKind {
  /** The one nearest to the owner. */
  readonly example: number
  readonly counts: PhaseCounts
  /** The objects that hang directly on the owner; the others are behind them, in a chain perhaps. */
  readonly entries: readonly number[]
  /** Objects between the example and the owner. */
  readonly depth: number
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

const PLAIN: ReadonlySet<string> = new Set(['number', 'bigint', 'symbol'])

/** Objects of one kind are counted together: by class, closures by the place of their function. */
function kindOf(snapshot: HeapSnapshot, node: number): string {
  const type = snapshot.nodeType(node)
  if (type.endsWith('string') || PLAIN.has(type)) return type
  if (isDomObject(snapshot, node)) return `${type} ${nameOfDomObject(snapshot.nodeName(node))}`
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

/**
 * Entries that grow by themselves, such as two lists of one owner; else all entries of the owner together, as those of a dictionary
 * are, of which each hangs by a name of its own. Its keys alone hang there by none.
 */
function groupsOf(owner: number, buckets: Map<string, Bucket>): readonly GrownGroup[] {
  const all = [...buckets.values()]
  const grown = all.filter(hasGrown)
  const rest = all.filter((bucket) => !hasGrown(bucket))
  const alone = grown.flatMap((bucket) => groupOf(owner, bucket) ?? [])
  if (rest.length === 0) return alone
  const keyed = (some: readonly Bucket[]) =>
    groupOf(owner, merged(some))?.map((group) => ({ ...group, isKeyed: true })) ?? []
  const named = keyed(rest)
  if (named.length === 0) return alone
  return grown.every(holdsStringsAlone) ? keyed(all) : [...alone, ...named]
}

function hasGrown({ kinds }: Bucket): boolean {
  return [...kinds.values()].some(isPerIteration)
}

function holdsStringsAlone({ kinds }: Bucket): boolean {
  return [...kinds].every(([kind, count]) => kind.endsWith('string') || !isPerIteration(count))
}

function merged(buckets: readonly Bucket[]): Bucket {
  const kinds = new Map<string, KindCount>()
  let bytes = 0
  for (const bucket of buckets) {
    bytes += bucket.bytes
    for (const [kind, count] of bucket.kinds) {
      const known = kinds.get(kind)
      if (known === undefined) {
        kinds.set(kind, { ...count, entries: [...count.entries] })
        continue
      }
      known.first += count.first
      known.second += count.second
      known.entries.push(...count.entries)
      const { depth, example, entryEdge } = count
      if (depth < known.depth) Object.assign(known, { depth, example, entryEdge })
    }
  }
  return { bytes, kinds }
}

function groupOf(owner: number, bucket: Bucket): GrownGroup[] | undefined {
  const grown = [...bucket.kinds].filter(([, count]) => isPerIteration(count))
  if (grown.length === 0) return undefined
  const nearestFirst = grown.sort((one, other) => (tellsMore(one, other) ? -1 : 1))
  const [, { entryEdge }] = nearestFirst[0] as Counted
  const kinds = nearestFirst.map(([, { example, first, second, entries, depth }]) => {
    return { example, counts: { first, second }, entries, depth }
  })
  return [{ owner, entryEdge, isKeyed: false, bytes: bucket.bytes, kinds }]
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
