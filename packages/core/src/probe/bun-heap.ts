/** What `bun:jsc` tells of the heap of a process that Bun runs. */
export interface BunHeap {
  /** Bytes of all objects, without what they own outside the heap: machine code counts there, too, which comes and goes. */
  heapBytes(): number
  /** Objects that are alive or not yet collected. */
  objectCount(): number
  /** The bytes of every object, by its class: objects have no number that lasts from one reading to the next. */
  bytesByType(): ReadonlyMap<string, readonly number[]>
}

interface HeapStats {
  readonly heapSize: number
  readonly extraMemorySize: number
  readonly objectCount: number
}

interface Snapshot {
  /** A number, bytes, index of the class and flags of one object after the other. */
  readonly nodes: readonly number[]
  readonly nodeClassNames: readonly string[]
}

const NODE_FIELDS = 4

let known: BunHeap | undefined

/** Undefined in every other runtime. */
export function bunHeap(): BunHeap | undefined {
  const { Bun } = globalThis as { Bun?: { generateHeapSnapshot(): Snapshot } }
  if (Bun === undefined || !('bun' in process.versions)) return undefined
  const { heapStats } = process.getBuiltinModule('bun:jsc') as unknown as {
    heapStats(): HeapStats
  }
  known ??= {
    heapBytes() {
      const { heapSize, extraMemorySize } = heapStats()
      return heapSize - extraMemorySize
    },
    objectCount: () => heapStats().objectCount,
    bytesByType() {
      const { nodes, nodeClassNames } = Bun.generateHeapSnapshot()
      const found = new Map<string, number[]>()
      for (let at = 0; at < nodes.length; at += NODE_FIELDS) {
        const type = nodeClassNames[nodes[at + 2] as number] ?? 'Object'
        const known = found.get(type)
        if (known) known.push(nodes[at + 1] as number)
        else found.set(type, [nodes[at + 1] as number])
      }
      return found
    },
  }
  return known
}
