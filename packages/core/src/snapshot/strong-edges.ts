import { type EdgeTable, STRONG } from './edge-table.ts'
import type { NodeTable } from './node-table.ts'
import type { StringTable } from './string-table.ts'

export interface Graph {
  readonly nodes: NodeTable
  readonly edges: EdgeTable
  readonly edgeTypes: readonly string[]
  readonly strings: StringTable
}

/** Marks the edges that keep their target alive. */
export function markStrongEdges({ nodes, edges, edgeTypes, strings }: Graph): void {
  const { types, names } = edges
  const weak = edgeTypes.indexOf('weak')
  const shortcut = edgeTypes.indexOf('shortcut')
  const internal = edgeTypes.indexOf('internal')
  const tables = ephemeronTables(edges, internal, strings)
  const { firstEdges, ids } = nodes
  for (let node = 0; node < ids.length; node++) {
    const end = firstEdges[node + 1] as number
    for (let edge = firstEdges[node] as number; edge < end; edge++) {
      const type = types[edge] as number
      if (type === weak) continue
      // Another name for what another edge holds, except at the root, where it leads to the globals.
      if (type === shortcut && node !== 0) continue
      if (type === internal && tables.get(names[edge] as number) === ids[node]) continue
      types[edge] = type | STRONG
    }
  }
}

const PAIR = /part of key \(.* @\d+\) -> value \(.* @\d+\) pair in WeakMap \(table @(\d+)\)$/

/**
 * V8 writes an entry of a WeakMap as two edges to the value: one of the key, one of the table. Either
 * alone does not retain; counted at the key, the value belongs to what really keeps it.
 */
function ephemeronTables(
  edges: EdgeTable,
  internal: number,
  strings: StringTable,
): ReadonlyMap<number, number> {
  const { types, names } = edges
  const isKnown = new Uint8Array(strings.count())
  const tables = new Map<number, number>()
  for (let edge = 0; edge < types.length; edge++) {
    if (types[edge] !== internal) continue
    const name = names[edge] as number
    if (isKnown[name] === 1) continue
    isKnown[name] = 1
    const table = PAIR.exec(strings.text(name))?.[1]
    if (table !== undefined) tables.set(name, Number(table))
  }
  return tables
}
