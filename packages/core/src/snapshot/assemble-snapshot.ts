import type { AllocationTree } from './allocation-tree.ts'
import { type EdgeTable, STRONG } from './edge-table.ts'
import type { EdgeType, HeapSnapshot, NodeType } from './heap-snapshot.ts'
import type { LocationTable } from './location-table.ts'
import { HUGE, type NodeTable } from './node-table.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'
import type { StringTable } from './string-table.ts'

/** Everything that is kept of a file. */
export interface SnapshotTables {
  readonly layout: SnapshotLayout
  readonly nodes: NodeTable
  readonly edges: EdgeTable
  readonly strings: StringTable
  readonly locations: LocationTable
  readonly allocations: AllocationTree
}

/** The graph in the shape that the rest of Plateau reads. */
export function assembleSnapshot(tables: SnapshotTables): HeapSnapshot {
  const { layout, strings, locations, allocations } = tables
  const { types, names, ids, selfSizes, hugeSizes, firstEdges, traceNodeIds, detachedness } =
    tables.nodes
  const { types: edgeTypes, names: edgeNames, targets } = tables.edges
  const isNumbered = layout.edgeTypes.map((type) => type === 'element' || type === 'hidden')
  const typeMask = STRONG - 1
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
    isDetached: (node) => detachedness[node] === 2,
    firstEdge: (node) => firstEdges[node] as number,
    edgeType: (edge) => layout.edgeTypes[(edgeTypes[edge] as number) & typeMask] as EdgeType,
    edgeName(edge) {
      const name = edgeNames[edge] as number
      return isNumbered[(edgeTypes[edge] as number) & typeMask] ? name : strings.text(name)
    },
    edgeTarget: (edge) => targets[edge] as number,
    isStrong: (edge) => (edgeTypes[edge] as number) >= STRONG,
    location: (node) => locations.location(node),
    traceNodeId: (node) => traceNodeIds[node] ?? 0,
    allocationStack: (traceNodeId) => allocations.stack(traceNodeId, strings),
  }
}
