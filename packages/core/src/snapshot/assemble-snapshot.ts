import { allocationStack } from './allocation-stack.ts'
import { STRONG } from './edge-table.ts'
import type { EdgeType, HeapSnapshot, NodeType } from './heap-snapshot.ts'
import { HUGE } from './node-table.ts'
import type { SnapshotTables } from './snapshot-tables.ts'

const TYPE = STRONG - 1
const DETACHED = 2

/** The tables in the shape that the rest of Plateau reads. */
export function assembleSnapshot(tables: SnapshotTables): HeapSnapshot {
  const { layout, strings, locations } = tables
  const { types, names, ids, selfSizes, hugeSizes, firstEdges } = tables.nodes
  const { traceNodeIds, detachedness } = tables.nodes
  const { types: edgeTypes, names: edgeNames, targets, isNumbered } = tables.edges
  return {
    nodeCount: layout.nodeCount,
    edgeCount: layout.edgeCount,
    nodeType: (node) => layout.nodeTypes[types[node] as number] as NodeType,
    nodeName: (node) => strings.text(names[node] as number),
    nodeNameIndex: (node) => names[node] as number,
    nodeId: (node) => ids[node] as number,
    selfSize(node) {
      const size = selfSizes[node] as number
      return size === HUGE ? (hugeSizes.get(node) as number) : size
    },
    isDetached: (node) => detachedness[node] === DETACHED,
    firstEdge: (node) => firstEdges[node] as number,
    edgeType: (edge) => layout.edgeTypes[(edgeTypes[edge] as number) & TYPE] as EdgeType,
    edgeName(edge) {
      const name = edgeNames[edge] as number
      return isNumbered[(edgeTypes[edge] as number) & TYPE] ? name : strings.text(name)
    },
    edgeTarget: (edge) => targets[edge] as number,
    isStrong: (edge) => (edgeTypes[edge] as number) >= STRONG,
    location: (node) => locations.location(node),
    traceNodeId: (node) => traceNodeIds[node] ?? 0,
    allocationStack: (traceNodeId) => allocationStack(tables, traceNodeId),
  }
}
