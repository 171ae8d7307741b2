/** What V8 calls the kind of a node; a file of a newer engine may name more kinds. */
export type NodeType =
  | 'hidden'
  | 'array'
  | 'string'
  | 'object'
  | 'code'
  | 'closure'
  | 'regexp'
  | 'number'
  | 'native'
  | 'synthetic'
  | 'concatenated string'
  | 'sliced string'
  | 'symbol'
  | 'bigint'
  | 'object shape'
  | 'wasm object'

/** What V8 calls the kind of an edge. */
export type EdgeType =
  | 'context'
  | 'element'
  | 'property'
  | 'internal'
  | 'hidden'
  | 'shortcut'
  | 'weak'

/**
 * A position in a script as V8 numbers it: line and column from 0. Both are negative inside a wrapper that
 * a runner puts around a script and has V8 leave out of the count.
 */
export interface ScriptLocation {
  readonly scriptId: number
  readonly line: number
  readonly column: number
}

/** A function on the stack of an allocation, at the start of its source: line and column from 0, -1 where V8 knows none. */
export interface AllocationFrame extends ScriptLocation {
  readonly functionName: string
  readonly scriptName: string
}

/**
 * A heap as a graph: nodes and edges are numbered from 0, and node 0 is the root. Asking for a node or
 * an edge that does not exist answers something meaningless instead of throwing.
 */
export interface HeapSnapshot {
  readonly nodeCount: number
  readonly edgeCount: number
  nodeType(node: number): NodeType
  /** Decoded at the first call and kept. */
  nodeName(node: number): string
  /** Equal for two nodes when their names are equal, and cheaper to compare. */
  nodeNameIndex(node: number): number
  /** V8's id of the object: it stays the same in every snapshot of one process. */
  nodeId(node: number): number
  /** In bytes, of the object alone. */
  selfSize(node: number): number
  /** Whether a page has cut this DOM node off its document. */
  isDetached(node: number): boolean
  /** The edges of a node are `firstEdge(node)` up to, not including, `firstEdge(node + 1)`. */
  firstEdge(node: number): number
  edgeType(edge: number): EdgeType
  /** A number for element and hidden edges. */
  edgeName(edge: number): string | number
  edgeTarget(edge: number): number
  /** Whether the edge keeps its target alive. */
  isStrong(edge: number): boolean
  /** Where the code of a closure, of a generator, or of the constructor of an instance starts. */
  location(node: number): ScriptLocation | undefined
  /** For `allocationStack`; 0 where allocations were not tracked. */
  traceNodeId(node: number): number
  /** The functions that were running when the node was allocated, innermost first. */
  allocationStack(traceNodeId: number): readonly AllocationFrame[]
}
