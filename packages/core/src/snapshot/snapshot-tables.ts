import { type AllocationFunctions, createAllocationFunctions } from './allocation-functions.ts'
import { type AllocationTree, createAllocationTree } from './allocation-tree.ts'
import type { Section } from './byte-chunk.ts'
import { createEdgeTable, type EdgeTable } from './edge-table.ts'
import { createLocationTable, type LocationTable } from './location-table.ts'
import { createNodeTable, type NodeTable } from './node-table.ts'
import { createNumberSection, type TakeRows } from './number-section.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'
import { createStringTable, type StringTable } from './string-table.ts'

/** Everything that is kept of a file. */
export interface SnapshotTables {
  readonly layout: SnapshotLayout
  readonly nodes: NodeTable
  readonly edges: EdgeTable
  readonly strings: StringTable
  readonly locations: LocationTable
  readonly allocations: AllocationTree
  readonly functions: AllocationFunctions
}

export function createTables(layout: SnapshotLayout): SnapshotTables {
  try {
    return {
      layout,
      nodes: createNodeTable(layout),
      edges: createEdgeTable(layout),
      strings: createStringTable(),
      locations: createLocationTable(layout),
      allocations: createAllocationTree(layout),
      functions: createAllocationFunctions(layout),
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new SnapshotFormatError({
      problem: `it announces ${layout.nodeCount} nodes and ${layout.edgeCount} edges, more than memory holds`,
      fix: 'Read it on a machine with more memory, or take a snapshot of a smaller heap.',
    })
  }
}

/** The member names of a file that a table takes; all others are passed over. */
export const TABLE_NAMES = [
  'nodes',
  'edges',
  'trace_function_infos',
  'trace_tree',
  'locations',
  'strings',
] as const

export type TableName = (typeof TABLE_NAMES)[number]

/** What reads the member of this name into its table. */
export function tableSection(name: TableName, tables: SnapshotTables): Section {
  const { layout, nodes, edges, locations, functions } = tables
  const rows = (rowLength: number, take: TakeRows) => createNumberSection({ name, rowLength, take })
  switch (name) {
    case 'nodes':
      return rows(layout.node.rowLength, nodes.take)
    case 'edges':
      return rows(layout.edge.rowLength, edges.take)
    case 'trace_function_infos':
      return rows(layout.traceFunction.rowLength, functions.take)
    case 'trace_tree':
      return tables.allocations
    case 'locations':
      return createNumberSection({
        name,
        rowLength: layout.location.rowLength,
        take: locations.take,
        mayBeNegative: true,
      })
    case 'strings':
      return tables.strings
  }
}

/** Throws unless the tables hold what the file announced and nothing leads out of them. */
export function checkTables(tables: SnapshotTables): void {
  const { layout, nodes, edges, functions, strings } = tables
  const claimed = nodes.firstEdges[layout.nodeCount] as number
  const differences = [
    { what: 'nodes', read: nodes.count(), announced: layout.nodeCount, by: 'node_count' },
    { what: 'edges', read: edges.count(), announced: layout.edgeCount, by: 'edge_count' },
    { what: 'edges', read: edges.count(), announced: claimed, by: 'its nodes together' },
  ]
  const wrong = differences.find(({ read, announced }) => read !== announced)
  if (wrong) {
    const { what, read, announced, by } = wrong
    throw new SnapshotFormatError({
      problem: `it holds ${read} ${what}, but ${by} announced ${announced}`,
    })
  }
  const largest = Math.max(nodes.largestName(), edges.largestName(), functions.largestName())
  if (largest >= strings.count()) {
    throw new SnapshotFormatError({
      problem: `a name is string ${largest}, but "strings" holds only ${strings.count()}`,
    })
  }
}
