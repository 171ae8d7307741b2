import { readFileSync, rmSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import v8 from 'node:v8'
import vm from 'node:vm'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { describeOf } from '../../../../test/whole.ts'
import type { HeapSnapshot } from '../../src/snapshot/heap-snapshot.ts'
import { createSnapshotReader, readSnapshotFile } from '../../src/snapshot/read-snapshot.ts'
import { type NodeMajor, realSnapshot } from './real-snapshot.ts'
import { type SketchedGraph, snapshotObject, snapshotText } from './snapshot-text.ts'

const { allocate } = createRequire(import.meta.url)('../fixtures/snapshot/tracked-allocation.cjs')

const MAJORS: readonly NodeMajor[] = [20, 22, 24, 26]

/** Everything that can be asked about a snapshot. */
function everything(snapshot: HeapSnapshot) {
  const nodes = Array.from({ length: snapshot.nodeCount }, (_, node) => [
    snapshot.nodeType(node),
    snapshot.nodeName(node),
    snapshot.nodeId(node),
    snapshot.selfSize(node),
    snapshot.firstEdge(node + 1) - snapshot.firstEdge(node),
    snapshot.traceNodeId(node),
    snapshot.isDetached(node),
    snapshot.location(node),
  ])
  const edges = Array.from({ length: snapshot.edgeCount }, (_, edge) => [
    snapshot.edgeType(edge),
    snapshot.edgeName(edge),
    snapshot.edgeTarget(edge),
  ])
  return { nodes, edges }
}

/** The same, read by `JSON.parse`, which holds a small file as a whole. */
function everythingByJson(path: string) {
  const file = JSON.parse(readFileSync(path, 'utf8'))
  const { node_fields, edge_fields, node_types, edge_types, location_fields } = file.snapshot.meta
  const rows = (flat: number[], fields: string[]) =>
    Array.from({ length: flat.length / fields.length }, (_, row) =>
      Object.fromEntries(fields.map((field, at) => [field, flat[row * fields.length + at]])),
    )
  const locations = new Map(
    rows(file.locations, location_fields).map(({ object_index, script_id, line, column }) => [
      (object_index as number) / node_fields.length,
      { scriptId: script_id, line, column },
    ]),
  )
  const nodes = rows(file.nodes, node_fields).map((row, node) => [
    node_types[0][row['type'] as number],
    file.strings[row['name'] as number],
    row['id'],
    row['self_size'],
    row['edge_count'],
    row['trace_node_id'] ?? 0,
    row['detachedness'] === 2,
    locations.get(node),
  ])
  const edges = rows(file.edges, edge_fields).map((row) => {
    const type = edge_types[0][row['type'] as number]
    const name = row['name_or_index'] as number
    return [
      type,
      type === 'element' || type === 'hidden' ? name : file.strings[name],
      (row['to_node'] as number) / node_fields.length,
    ]
  })
  return { nodes, edges }
}

function readInChunks(chunks: Iterable<string | Uint8Array>): HeapSnapshot {
  const reader = createSnapshotReader()
  for (const chunk of chunks) reader.write(chunk)
  return reader.end()
}

for (const major of MAJORS) {
  describeOf(major === 24)(`a snapshot that Node ${major} wrote`, () => {
    test('is read field by field as JSON.parse reads it', () => {
      const path = realSnapshot(major)

      const read = everything(readSnapshotFile(path))

      const byJson = everythingByJson(path)
      expect(read.nodes.length).toBeGreaterThan(10_000)
      // Compared by hand: a difference of two lists of this length takes minutes to print.
      const differing = (['nodes', 'edges'] as const).flatMap((list) =>
        byJson[list].flatMap((expected, at) =>
          JSON.stringify(read[list][at]) === JSON.stringify(expected)
            ? []
            : [{ list, at, expected, read: read[list][at] }],
        ),
      )
      expect(differing.slice(0, 5)).toEqual([])
    })

    test('tells classes, closures with their place, and names beyond Latin', () => {
      const snapshot = readSnapshotFile(realSnapshot(major))
      const nodes = Array.from({ length: snapshot.nodeCount }, (_, node) => node)
      const edgesOf = (node: number) =>
        Array.from(
          { length: snapshot.firstEdge(node + 1) - snapshot.firstEdge(node) },
          (_, at) => snapshot.firstEdge(node) + at,
        )

      const listeners = nodes
        .filter((node) => snapshot.nodeName(node) === 'Session' && snapshot.location(node))
        .flatMap(edgesOf)
        .filter((edge) => snapshot.edgeName(edge) === 'onData')
        .map((edge) => snapshot.edgeTarget(edge))
      const names = new Set(nodes.map((node) => snapshot.nodeName(node)))

      expect(listeners.length).toBe(300)
      expect(new Set(listeners.map((node) => snapshot.nodeType(node)))).toEqual(
        new Set(['closure']),
      )
      const places = listeners.map((node) => snapshot.location(node))
      expect(new Set(places.map((place) => `${place?.line}:${place?.column}`))).toEqual(
        new Set(['7:18']),
      )
      expect(names).toContain('Nachfüllgerät')
      expect(names).toContain('ключ')
      expect(names).toContain('鍵')
    })
  })
}

const TRICKY: SketchedGraph = {
  nodes: [
    { name: '', bytes: 0, type: 'synthetic' },
    { name: 'Füße "quoted" \\ back\\\\slashed \u0000 🗝️', bytes: 12_345 },
    { name: '日本語 ends with \\', bytes: 2 ** 32 + 5 },
    { name: '],"}', bytes: 2 ** 32 - 1 },
  ],
  edges: [
    { from: 0, to: 1, name: '"' },
    { from: 0, to: 2, type: 'element', name: '4294967295' },
    { from: 1, to: 3, name: '\\"' },
    { from: 3, to: 1, name: '🗝️' },
  ],
}

describe('a reader', () => {
  test('answers the same wherever the file is cut into bytes', () => {
    const bytes = Buffer.from(snapshotText(TRICKY))
    const whole = everything(readInChunks([bytes]))

    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
        const places = [0, ...cuts.sort((one, other) => one - other), bytes.length]
        const chunks = places.slice(1).map((to, at) => bytes.subarray(places[at], to))
        expect(everything(readInChunks(chunks))).toEqual(whole)
      }),
    )
    expect(everything(readInChunks(Array.from(bytes, (byte) => Uint8Array.of(byte))))).toEqual(
      whole,
    )
    expect(whole.nodes.map(([, name]) => name)).toEqual(TRICKY.nodes.map(({ name }) => name))
    expect(whole.nodes.map(([, , , bytesOf]) => bytesOf)).toEqual(
      TRICKY.nodes.map(({ bytes: own }) => own),
    )
  })

  test('answers the same wherever the text is cut, also inside a surrogate pair', () => {
    const text = snapshotText(TRICKY)
    const whole = everything(readInChunks([text]))

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), (length) => {
        const chunks = text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'g')) ?? []
        expect(everything(readInChunks(chunks))).toEqual(whole)
      }),
    )
  })

  test('does not keep the memory of a chunk', () => {
    const bytes = Buffer.from(snapshotText(TRICKY))
    const reader = createSnapshotReader()
    const chunk = Buffer.alloc(10)
    for (let at = 0; at < bytes.length; at += chunk.length) {
      const length = bytes.copy(chunk, 0, at)
      reader.write(chunk.subarray(0, length))
    }

    expect(everything(reader.end())).toEqual(everything(readInChunks([bytes])))
  })

  test('decodes a string that lies across two segments of memory', () => {
    const names = Array.from({ length: 40_000 }, (_, at) => `object number ${at} 🗝️`)
    const text = snapshotText({ nodes: [], edges: [] })
    const file = { ...JSON.parse(text), strings: names }
    file.snapshot.node_count = names.length
    file.nodes = names.flatMap((_, at) => [3, at, 2 * at + 1, 8, 0, 0, 0])

    const snapshot = readInChunks([JSON.stringify(file)])

    expect(names.map((_, node) => snapshot.nodeName(node))).toEqual(names)
  })

  test('finds fields by their names, not by their places', () => {
    const file = snapshotObject(TRICKY)
    const order = [6, 4, 0, 3, 1, 2]
    const { meta } = file.snapshot
    const moved = {
      ...file,
      snapshot: {
        ...file.snapshot,
        meta: {
          ...meta,
          node_fields: ['brand_new', ...order.map((at) => meta.node_fields[at])],
          node_types: ['number', ...order.map((at) => meta.node_types[at])],
          edge_fields: ['to_node', 'type', 'name_or_index', 'also_new'],
          edge_types: ['node', ...meta.edge_types.slice(0, 2), 'number'],
        },
      },
      nodes: TRICKY.nodes.flatMap((_, node) => [
        99,
        ...order.map((at) => file.nodes[node * 7 + at]),
      ]),
      edges: TRICKY.edges.flatMap((_, edge) => {
        const [type, name, to] = file.edges.slice(edge * 3, edge * 3 + 3)
        return [to, type, name, 99]
      }),
      brand_new_section: [{ nested: ['"]}'] }, true, null],
      also_new: 17,
    }

    const read = everything(readInChunks([JSON.stringify(moved, null, 2)]))

    expect(read).toEqual(everything(readInChunks([snapshotText(TRICKY)])))
  })

  test('reads the negative positions of code that a runner has wrapped', () => {
    const file = { ...snapshotObject(TRICKY), locations: [7, 5, -1, -62, 14, 6, 0, 3] }
    const text = JSON.stringify(file)

    const whole = readInChunks([text])
    const inBytes = readInChunks(text)

    for (const snapshot of [whole, inBytes]) {
      expect(snapshot.location(0)).toBeUndefined()
      expect(snapshot.location(1)).toEqual({ scriptId: 5, line: -1, column: -62 })
      expect(snapshot.location(2)).toEqual({ scriptId: 6, line: 0, column: 3 })
    }
  })

  test('reads a snapshot of a process whose scripts are wrapped', () => {
    const path = join(tmpdir(), `plateau-wrapped-${process.pid}.heapsnapshot`)
    onTestFinished(() => rmSync(path, { force: true }))
    const filename = 'wrapped-by-the-test.js'
    const script = new vm.Script('({ keptByTheTest() {} })', { filename, columnOffset: -1000 })
    const kept = script.runInThisContext()

    v8.writeHeapSnapshot(path)

    const snapshot = readSnapshotFile(path)
    const columns = Array.from({ length: snapshot.nodeCount }, (_, node) => node)
      .filter((node) => snapshot.nodeName(node) === Object.keys(kept)[0])
      .flatMap((node) => snapshot.location(node)?.column ?? [])
    expect(columns).toEqual([-984])
  })

  test('tells who allocated what, innermost first, while allocations were tracked', async () => {
    // Without it, Node 24 loses most of what it has tracked when objects are moved.
    v8.setFlagsFromString('--no-compact')
    onTestFinished(() => v8.setFlagsFromString('--compact'))
    const session = new Session()
    session.connect()
    const reader = createSnapshotReader()
    session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => reader.write(params.chunk))
    await session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true })

    const kept: readonly unknown[] = allocate()
    await session.post('HeapProfiler.stopTrackingHeapObjects')
    session.disconnect()

    const snapshot = reader.end()
    const stacks = Array.from({ length: snapshot.nodeCount }, (_, node) => node)
      .filter((node) => snapshot.nodeType(node) === 'object')
      .filter((node) => snapshot.nodeName(node) === 'Tracked')
      .map((node) => snapshot.allocationStack(snapshot.traceNodeId(node)))
      .filter((stack) => stack.length > 0)
    const places = stacks.map((stack) =>
      stack.slice(0, 2).map(({ functionName, line, column, scriptName }) => ({
        place: `${functionName} ${line}:${column}`,
        file: basename(scriptName),
      })),
    )
    const file = 'tracked-allocation.cjs'
    expect(places).toEqual(
      kept.map(() => [
        { place: 'inner 2:14', file },
        { place: 'indented 6:19', file },
      ]),
    )
  })
})
