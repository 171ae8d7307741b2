import { STRONG } from './edge-table.ts'
import type { SnapshotTables } from './snapshot-tables.ts'

/** Marks the edges that keep their target alive. */
export function markStrongEdges(tables: SnapshotTables): void {
  const { edgeTypes } = tables.layout
  const { types, names } = tables.edges
  const { firstEdges, ids } = tables.nodes
  const weak = edgeTypes.indexOf('weak')
  const shortcut = edgeTypes.indexOf('shortcut')
  const internal = edgeTypes.indexOf('internal')
  const weakTables = weakTablesByEdgeName(tables, internal)
  for (let node = 0; node < ids.length; node++) {
    const end = firstEdges[node + 1] as number
    for (let edge = firstEdges[node] as number; edge < end; edge++) {
      const type = types[edge] as number
      if (type === weak) continue
      // A second name for what another edge holds, but at the root the way to the globals.
      if (type === shortcut && node !== 0) continue
      if (type === internal && weakTables.get(names[edge] as number) === ids[node]) continue
      types[edge] = type | STRONG
    }
  }
}

const PAIR = /^\d+ \/ part of key \(.* pair in WeakMap \(table @(\d+)\)$/s
const CLOSING_PARENTHESIS = 0x29

/**
 * The id of the table, by the name of the two edges with which V8 writes one entry of a WeakMap: from
 * the key to the value and from the table to the value. Neither retains without the other. Counted at
 * the key alone, as DevTools does, the value belongs to what really keeps it.
 */
function weakTablesByEdgeName(
  { edges, strings }: SnapshotTables,
  internal: number,
): ReadonlyMap<number, number> {
  const { types, names } = edges
  const isKnown = new Uint8Array(strings.count())
  const found = new Map<number, number>()
  for (let edge = 0; edge < types.length; edge++) {
    if (types[edge] !== internal) continue
    const name = names[edge] as number
    if (isKnown[name] === 1) continue
    isKnown[name] = 1
    if (strings.lastByte(name) !== CLOSING_PARENTHESIS) continue
    const table = PAIR.exec(strings.decode(name))?.[1]
    if (table !== undefined) found.set(name, Number(table))
  }
  return found
}
