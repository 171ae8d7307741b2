import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createSnapshotReader, readSnapshotFile } from '../../src/snapshot/read-snapshot.ts'
import { SnapshotFormatError } from '../../src/snapshot/snapshot-format-error.ts'
import { snapshotObject } from './snapshot-text.ts'

const GRAPH = {
  nodes: [
    { name: 'root', bytes: 0 },
    { name: 'Wörter "in" \\ strings', bytes: 10 },
  ],
  edges: [
    { from: 0, to: 1 },
    { from: 1, to: 0, type: 'element', name: '7' },
  ],
}

function complete() {
  return {
    ...snapshotObject(GRAPH),
    trace_function_infos: [0, 0, 0, 0, 0, 0],
    trace_tree: [1, 0, 0, 0, [2, 0, 1, 16, []]],
    locations: [7, 5, 1, 2],
  }
}

type Complete = ReturnType<typeof complete>

function errorOf(chunks: readonly (string | Uint8Array)[]): unknown {
  try {
    const reader = createSnapshotReader()
    for (const chunk of chunks) reader.write(chunk)
    reader.end()
    return undefined
  } catch (error) {
    return error
  }
}

/** The message without what all have in common; throws what is no `SnapshotFormatError`. */
function brief(error: unknown): string {
  if (!(error instanceof SnapshotFormatError)) throw error ?? new Error('It was read.')
  return error.message
    .replace('The heap snapshot cannot be read: ', '')
    .replace(/Take the snapshot again, .*/, '[Take it again.]')
    .replace(/Give a heap snapshot of V8, .*/, '[Give another.]')
}

function put(list: unknown[], at: number, value: unknown): void {
  list[at] = value
}

test('a good file is read', () => {
  expect(errorOf([JSON.stringify(complete())])).toBeUndefined()
})

describe('a file that is cut short', () => {
  const bytes = Buffer.from(JSON.stringify(complete()))

  test('is refused wherever it ends', () => {
    for (let length = 0; length < bytes.length; length++) {
      const error = errorOf([bytes.subarray(0, length)])
      expect(error, `cut at ${length}`).toBeInstanceOf(SnapshotFormatError)
      expect((error as Error).message).toMatch(/is cut short|is empty/)
    }
  })

  test('says in which member it ends, at which byte, and what to do', () => {
    const at = bytes.indexOf('"locations"') + 14
    const folder = mkdtempSync(join(tmpdir(), 'plateau-snapshot-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'short.heapsnapshot')
    writeFileSync(path, bytes.subarray(0, at))

    let error: unknown
    try {
      readSnapshotFile(path)
    } catch (thrown) {
      error = thrown
    }

    expect(error).toBeInstanceOf(SnapshotFormatError)
    expect(error).toMatchObject({ code: 'PLATEAU_SNAPSHOT_FORMAT', byteOffset: at })
    expect(
      (error as Error).message.replace(folder, 'folder').replace(String(at), '<length>'),
    ).toMatchInlineSnapshot(
      `"folder/short.heapsnapshot cannot be read: it is cut short in the middle of "locations" (at byte <length>). Take the snapshot again, and read it only when it is complete: when v8.writeHeapSnapshot() has returned, or all chunks have arrived."`,
    )
  })

  test('with a piece missing inside is refused, too', () => {
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 40 }), (from, length) => {
        const rest = [bytes.subarray(0, from), bytes.subarray(from + length)]
        const error = errorOf(rest)
        if (error !== undefined) expect(error).toBeInstanceOf(SnapshotFormatError)
      }),
      { numRuns: 2000 },
    )
  })
})

const NEVER_ONE: readonly (readonly [name: string, text: string])[] = [
  ['an empty file', ''],
  ['a text', 'Hello'],
  ['a JSON array', '[1, 2]'],
  ['any JSON object', '{"name": "plateau", "version": 1}'],
  ['a CPU profile', '{"nodes":[{"id":1,"callFrame":{}}],"startTime":1,"endTime":2}'],
  ['a heap profile', '{"head":{"callFrame":{},"selfSize":0,"id":1,"children":[]},"samples":[]}'],
  ['an object without anything', '{}'],
  ['a snapshot of nothing', '{"snapshot": null, "nodes": []}'],
  ['a snapshot that is a number', '{"snapshot": 5, "nodes": []}'],
  ['a snapshot that is broken', '{"snapshot": {"meta": }, "nodes": []}'],
  ['broken JSON', '{"a": 1, ]'],
  ['two snapshots in one file', `${JSON.stringify(complete())}${JSON.stringify(complete())}`],
]

test('what never was a snapshot is refused, with what it has instead', () => {
  const messages = NEVER_ONE.map(([name, text]) => [name, brief(errorOf([text]))])

  expect(Object.fromEntries(messages)).toMatchInlineSnapshot(`
    {
      "a CPU profile": "it has no "snapshot" before "nodes" (at byte 9). [Give another.]",
      "a JSON array": "it starts with "[" instead of "{" (at byte 0). [Give another.]",
      "a heap profile": "it has no "snapshot". [Give another.]",
      "a snapshot of nothing": ""snapshot" has no node_count. [Give another.]",
      "a snapshot that is a number": ""snapshot" has no node_count. [Give another.]",
      "a snapshot that is broken": "its "snapshot" object is not JSON: Unexpected token '}', "{"meta": }" is not valid JSON. [Take it again.]",
      "a text": "it starts with "H" instead of "{" (at byte 0). [Give another.]",
      "an empty file": "it is empty. [Take it again.]",
      "an object without anything": "it has no "snapshot". [Give another.]",
      "any JSON object": "it has no "snapshot". [Give another.]",
      "broken JSON": "it is not valid JSON: "]" may not be there (at byte 9). [Take it again.]",
      "two snapshots in one file": "it is not valid JSON: "{" may not be there (at byte 956). [Take it again.]",
    }
  `)
})

const CONTRADICTIONS: readonly (readonly [name: string, change: (file: Complete) => unknown])[] = [
  ['fewer nodes than announced', (file) => void file.snapshot.node_count++],
  ['more nodes than announced', (file) => void file.snapshot.node_count--],
  ['fewer edges than announced', (file) => void file.snapshot.edge_count++],
  ['more edges than announced', (file) => void file.snapshot.edge_count--],
  ['no nodes', (file) => void Object.assign(file.snapshot, { node_count: 0 })],
  ['nodes that claim other edges', (file) => put(file.nodes, 4, 2)],
  ['half a node', (file) => void file.nodes.pop()],
  ['half an edge', (file) => void file.edges.pop()],
  ['a node of an unknown type', (file) => put(file.nodes, 0, 99)],
  ['an edge of an unknown type', (file) => put(file.edges, 0, 99)],
  ['an edge into the middle of a node', (file) => put(file.edges, 2, 6)],
  ['an edge out of the heap', (file) => put(file.edges, 2, 7 * 99)],
  ['a node name that is missing', (file) => put(file.nodes, 1, 99)],
  ['an edge name that is missing', (file) => put(file.edges, 1, 99)],
  ['a location of no node', (file) => put(file.locations, 0, 8)],
  ['a call that is there twice', (file) => put(file.trace_tree, 0, 2)],
  ['a fraction', (file) => put(file.nodes, 3, 1.5)],
  ['a negative number', (file) => put(file.nodes, 3, -1)],
  ['a text among the nodes', (file) => void file.nodes.push('x' as never)],
  ['a number among the strings', (file) => void file.strings.push(1 as never)],
  ['nodes that are no array', (file) => ({ ...file, nodes: { a: 1 } })],
  ['strings that are no array', (file) => ({ ...file, strings: 'none' })],
  ['no strings', ({ strings: _, ...file }) => file],
  ['no node_count', (file) => void Object.assign(file.snapshot, { node_count: undefined })],
  ['no meta', (file) => void Object.assign(file.snapshot, { meta: undefined })],
  ['no node_fields', (file) => void Object.assign(file.snapshot.meta, { node_fields: undefined })],
  ['no self_size', (file) => put(file.snapshot.meta.node_fields, 3, 'weight')],
  ['no edge types', (file) => void Object.assign(file.snapshot.meta, { edge_types: [] })],
  ['more nodes than memory', (file) => void Object.assign(file.snapshot, { node_count: 1e15 })],
  ['nodes before the snapshot', ({ nodes, ...file }) => ({ nodes, ...file })],
]

test('a file that contradicts itself is refused, with where it does', () => {
  const messages = CONTRADICTIONS.map(([name, change]) => {
    const file = complete()
    const changed = change(file) ?? file
    return [name, brief(errorOf([JSON.stringify(changed)]))]
  })

  expect(Object.fromEntries(messages)).toMatchInlineSnapshot(`
    {
      "a call that is there twice": ""trace_tree" has node 2 twice. [Take it again.]",
      "a fraction": ""nodes" holds "." where only whole numbers may be (at byte 748). [Take it again.]",
      "a location of no node": "location 0 is of no node (at byte 900). [Take it again.]",
      "a negative number": ""nodes" holds "-" where only whole numbers may be (at byte 747). [Take it again.]",
      "a node name that is missing": "a name is string 99, but "strings" holds only 3. [Take it again.]",
      "a node of an unknown type": "node 0 has the type 99 and the id 1, which V8 does not write (at byte 770). [Take it again.]",
      "a number among the strings": ""strings" holds "1" where only strings may be (at byte 955). [Take it again.]",
      "a text among the nodes": ""nodes" holds "\\"" where only whole numbers may be (at byte 770). [Take it again.]",
      "an edge into the middle of a node": "edge 0 is of no known type or leads to no node (at byte 791). [Take it again.]",
      "an edge name that is missing": "a name is string 99, but "strings" holds only 3. [Take it again.]",
      "an edge of an unknown type": "edge 0 is of no known type or leads to no node (at byte 792). [Take it again.]",
      "an edge out of the heap": "edge 0 is of no known type or leads to no node (at byte 793). [Take it again.]",
      "fewer edges than announced": "it holds 2 edges, but edge_count announced 3. [Take it again.]",
      "fewer nodes than announced": "it holds 2 nodes, but node_count announced 3. [Take it again.]",
      "half a node": ""nodes" ends in the middle of a row of 7 numbers (at byte 767). [Take it again.]",
      "half an edge": ""edges" ends in the middle of a row of 3 numbers (at byte 789). [Take it again.]",
      "more edges than announced": ""edges" holds more than the 1 edges that edge_count announces (at byte 791). [Take it again.]",
      "more nodes than announced": ""nodes" holds more than the 1 nodes that node_count announces (at byte 769). [Take it again.]",
      "more nodes than memory": "it announces 1000000000000000 nodes and 2 edges, more than memory holds. Read it on a machine with more memory, or take a snapshot of a smaller heap.",
      "no edge types": "its meta does not name the types in edge_types. [Give another.]",
      "no meta": "its meta has no node_fields. [Give another.]",
      "no node_count": ""snapshot" has no node_count. [Give another.]",
      "no node_fields": "its meta has no node_fields. [Give another.]",
      "no nodes": "it holds no nodes, not even a root. [Give another.]",
      "no self_size": ""self_size" is missing in node_fields of its meta. [Give another.]",
      "no strings": "it has no "strings". [Give another.]",
      "nodes before the snapshot": "it has no "snapshot" before "nodes" (at byte 9). [Give another.]",
      "nodes that are no array": ""nodes" is not an array (at byte 740). [Take it again.]",
      "nodes that claim other edges": "it holds 2 edges, but its nodes together announced 3. [Take it again.]",
      "strings that are no array": ""strings" holds "\\"" where only strings may be (at byte 912). [Take it again.]",
    }
  `)
})

test('what was thrown for a chunk is thrown again at the end, whatever comes in between', () => {
  const reader = createSnapshotReader()
  expect(() => reader.write('{"nodes": [')).toThrow(/it has no "snapshot" before "nodes"/)

  reader.write(JSON.stringify(complete()))

  expect(() => reader.end()).toThrow(/it has no "snapshot" before "nodes"/)
})

test('a member that is there twice is refused', () => {
  const text = JSON.stringify(complete())

  expect(brief(errorOf([text.replace(/}$/, ',"nodes":[]}')]))).toContain('it has "nodes" twice')
})

test('a string that is no JSON is refused when it is asked for', () => {
  const text = JSON.stringify(complete()).replace('W\u00f6rter', '\\x')
  const reader = createSnapshotReader()
  reader.write(text)
  const snapshot = reader.end()

  expect(() => snapshot.nodeName(1)).toThrow(SnapshotFormatError)
})

test('what goes wrong with the disk is no fault of the format', () => {
  expect(() => readSnapshotFile(join(tmpdir(), 'no-such.heapsnapshot'))).toThrow(/ENOENT/)
})
