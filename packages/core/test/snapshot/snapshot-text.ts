/** A graph to write as a snapshot: node 0 is the root. */
export interface SketchedGraph {
  readonly nodes: readonly {
    readonly name: string
    readonly bytes: number
    readonly type?: string
  }[]
  readonly edges: readonly {
    readonly from: number
    readonly to: number
    readonly name?: string
    readonly type?: string
  }[]
}

export const NODE_TYPES = ['hidden', 'array', 'string', 'object', 'synthetic']
export const EDGE_TYPES = [
  'context',
  'element',
  'property',
  'internal',
  'hidden',
  'shortcut',
  'weak',
]

/** The id of a sketched node, as V8 counts them. */
export function idOf(node: number): number {
  return 2 * node + 1
}

/** The graph in the file format of V8. */
export function snapshotText({ nodes, edges }: SketchedGraph): string {
  return JSON.stringify(snapshotObject({ nodes, edges }))
}

/** What `snapshotText` writes, for tests that change it first. */
export function snapshotObject({ nodes, edges }: SketchedGraph) {
  const strings: string[] = []
  const indexOf = (text: string) => {
    const known = strings.indexOf(text)
    return known >= 0 ? known : strings.push(text) - 1
  }
  const ordered = nodes.map((_, node) => edges.filter(({ from }) => from === node))
  return {
    snapshot: {
      meta: {
        node_fields: [
          'type',
          'name',
          'id',
          'self_size',
          'edge_count',
          'trace_node_id',
          'detachedness',
        ],
        node_types: [NODE_TYPES, 'string', 'number', 'number', 'number', 'number', 'number'],
        edge_fields: ['type', 'name_or_index', 'to_node'],
        edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
        trace_function_info_fields: [
          ...['function_id', 'name', 'script_name', 'script_id', 'line', 'column'],
        ],
        trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
        sample_fields: ['timestamp_us', 'last_assigned_id'],
        location_fields: ['object_index', 'script_id', 'line', 'column'],
      },
      node_count: nodes.length,
      edge_count: edges.length,
      trace_function_count: 0,
    },
    nodes: nodes.flatMap(({ name, bytes, type = 'object' }, node) => [
      NODE_TYPES.indexOf(type),
      indexOf(name),
      idOf(node),
      bytes,
      ordered[node]?.length ?? 0,
      0,
      0,
    ]),
    edges: ordered
      .flat()
      .flatMap(({ to, name = 'edge', type = 'property' }) => [
        EDGE_TYPES.indexOf(type),
        type === 'element' || type === 'hidden' ? Number(name) : indexOf(name),
        to * 7,
      ]),
    trace_function_infos: [] as number[],
    trace_tree: [] as unknown[],
    samples: [] as number[],
    locations: [] as number[],
    strings,
  }
}
