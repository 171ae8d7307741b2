import { GIVE_A_SNAPSHOT, SnapshotFormatError } from './snapshot-format-error.ts'

/** Where each field is in a row; -1 for one that this engine does not write. */
export interface SnapshotLayout {
  readonly nodeCount: number
  readonly edgeCount: number
  /** Whether allocations were tracked. */
  readonly isTracked: boolean
  readonly node: Fields<'type' | 'name' | 'id' | 'self_size' | 'edge_count', OptionalNodeField>
  readonly edge: Fields<'type' | 'name_or_index' | 'to_node'>
  readonly location: Fields<'object_index' | 'script_id' | 'line' | 'column'>
  readonly traceFunction: Fields<
    'function_id' | 'name' | 'script_name' | 'script_id' | 'line' | 'column'
  >
  readonly traceNode: Fields<'id' | 'function_info_index' | 'children'>
  readonly nodeTypes: readonly string[]
  readonly edgeTypes: readonly string[]
}

type OptionalNodeField = 'trace_node_id' | 'detachedness'

type Fields<Name extends string, Optional extends string = never> = {
  readonly [name in Name | Optional]: number
} & { readonly rowLength: number }

interface RawSnapshot {
  readonly meta?: Readonly<Record<string, unknown>>
  readonly node_count?: unknown
  readonly edge_count?: unknown
  readonly trace_function_count?: unknown
}

/** Reads the value of `"snapshot"`, the first in a file: it names the fields of all the rest. */
export function readLayout(text: string): SnapshotLayout {
  const raw = parse(text)
  const meta = raw.meta ?? {}
  if (raw.node_count === 0) throw otherFormat('it holds no nodes, not even a root')
  return {
    nodeCount: count(raw, 'node_count'),
    edgeCount: count(raw, 'edge_count'),
    isTracked: raw.trace_function_count !== 0,
    node: fields(meta['node_fields'], {
      list: 'node_fields',
      required: ['type', 'name', 'id', 'self_size', 'edge_count'],
      optional: ['trace_node_id', 'detachedness'],
    }),
    edge: fields(meta['edge_fields'], {
      list: 'edge_fields',
      required: ['type', 'name_or_index', 'to_node'],
    }),
    location: fields(meta['location_fields'] ?? LOCATION_FIELDS, {
      list: 'location_fields',
      required: LOCATION_FIELDS,
    }),
    traceFunction: fields(meta['trace_function_info_fields'] ?? TRACE_FUNCTION_FIELDS, {
      list: 'trace_function_info_fields',
      required: TRACE_FUNCTION_FIELDS,
    }),
    traceNode: fields(meta['trace_node_fields'] ?? TRACE_NODE_FIELDS, {
      list: 'trace_node_fields',
      required: TRACE_NODE_FIELDS,
    }),
    nodeTypes: types(meta, 'node'),
    edgeTypes: types(meta, 'edge'),
  }
}

const LOCATION_FIELDS = ['object_index', 'script_id', 'line', 'column'] as const
const TRACE_NODE_FIELDS = ['id', 'function_info_index', 'children'] as const
const TRACE_FUNCTION_FIELDS = [
  'function_id',
  'name',
  'script_name',
  'script_id',
  'line',
  'column',
] as const

function parse(text: string): RawSnapshot {
  try {
    return JSON.parse(text) ?? {}
  } catch (error) {
    throw new SnapshotFormatError({
      problem: `its "snapshot" object is not JSON: ${(error as Error).message}`,
    })
  }
}

function count(raw: RawSnapshot, name: 'node_count' | 'edge_count'): number {
  const found = raw[name]
  if (typeof found === 'number' && Number.isSafeInteger(found) && found >= 0) return found
  throw otherFormat(`"snapshot" has no ${name}`)
}

function fields<Name extends string, Optional extends string = never>(
  found: unknown,
  wanted: {
    readonly list: string
    readonly required: readonly Name[]
    readonly optional?: readonly Optional[]
  },
): Fields<Name, Optional> {
  if (!Array.isArray(found)) throw otherFormat(`its meta has no ${wanted.list}`)
  const missing = wanted.required.find((name) => !found.includes(name))
  if (missing !== undefined)
    throw otherFormat(`"${missing}" is missing in ${wanted.list} of its meta`)
  const names = [...wanted.required, ...(wanted.optional ?? [])]
  return {
    ...Object.fromEntries(names.map((name) => [name, found.indexOf(name)])),
    rowLength: found.length,
  } as Fields<Name, Optional>
}

/** The names of the types, which stand where the field `type` does among the fields. */
function types(meta: Readonly<Record<string, unknown>>, of: 'node' | 'edge'): readonly string[] {
  const at = (meta[`${of}_fields`] as string[]).indexOf('type')
  const found = (meta[`${of}_types`] as unknown[] | undefined)?.[at]
  if (Array.isArray(found)) return found
  throw otherFormat(`its meta does not name the types in ${of}_types`)
}

function otherFormat(problem: string): SnapshotFormatError {
  return new SnapshotFormatError({
    problem,
    fix: GIVE_A_SNAPSHOT,
  })
}
