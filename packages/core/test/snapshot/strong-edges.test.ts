import { expect, test } from 'vitest'
import { testOf } from '../../../../test/whole.ts'
import { computeDominators } from '../../src/snapshot/dominators.ts'
import type { HeapSnapshot } from '../../src/snapshot/heap-snapshot.ts'
import { createSnapshotReader, readSnapshotFile } from '../../src/snapshot/read-snapshot.ts'
import { realSnapshot } from './real-snapshot.ts'
import { idOf, type SketchedGraph, snapshotText } from './snapshot-text.ts'

function read(graph: SketchedGraph): HeapSnapshot {
  const reader = createSnapshotReader()
  reader.write(snapshotText(graph))
  return reader.end()
}

function strongEdges(graph: SketchedGraph): readonly boolean[] {
  const snapshot = read(graph)
  return graph.edges.map((_, edge) => snapshot.isStrong(edge))
}

const [ROOT, KEY, TABLE, VALUE] = [0, 1, 2, 3]
const NODES = [
  { name: 'root', bytes: 0, type: 'synthetic' },
  { name: 'Key', bytes: 10 },
  { name: 'WeakMap', bytes: 100 },
  { name: 'Value', bytes: 1000 },
]

test.each([
  ['property', true],
  ['context', true],
  ['element', true],
  ['hidden', true],
  ['internal', true],
  ['weak', false],
  ['shortcut', false],
])('an edge of type %s retains: %s', (type, isStrong) => {
  const edge = { from: KEY, to: VALUE, type, name: '1' }

  expect(strongEdges({ nodes: NODES, edges: [edge] })).toEqual([isStrong])
})

test('a shortcut of the root leads to a global object and retains it', () => {
  const edge = { from: ROOT, to: VALUE, type: 'shortcut', name: 'globalThis' }

  expect(strongEdges({ nodes: NODES, edges: [edge] })).toEqual([true])
})

test.each([
  ['a plain name', 'Key'],
  ['a name with parentheses, an arrow and a line break', 'K) -> value (x @5) pair\n(table @7)'],
])('the value of a WeakMap is kept by its key alone: %s', (_, keyName) => {
  const pair = `part of key (${keyName} @${idOf(KEY)}) -> value (Value @${idOf(VALUE)}) pair in WeakMap (table @${idOf(TABLE)})`
  const graph = {
    nodes: NODES,
    edges: [
      { from: ROOT, to: KEY },
      { from: ROOT, to: TABLE },
      { from: KEY, to: VALUE, type: 'internal', name: `1 / ${pair}` },
      { from: TABLE, to: KEY, type: 'weak', name: '1' },
      { from: TABLE, to: VALUE, type: 'internal', name: `2 / ${pair}` },
    ],
  }

  const { retainedBytes } = computeDominators(read(graph))

  expect(strongEdges(graph)).toEqual([true, true, true, false, false])
  expect([...retainedBytes]).toEqual([1110, 1010, 100, 1000])
})

test('a class cannot pass for a WeakMap by its name', () => {
  const name = `part of key (a @1) -> value (b @7) pair in WeakMap (table @${idOf(TABLE)})`
  const edges = [{ from: TABLE, to: VALUE, type: 'property', name: `1 / ${name}` }]

  expect(strongEdges({ nodes: NODES, edges })).toEqual([true])
})

for (const major of [20, 22, 24, 26] as const) {
  testOf(major === 24)(
    `in a heap of Node ${major} the holder of the key keeps the value of a WeakMap, and its table does not`,
    () => {
      const snapshot = readSnapshotFile(realSnapshot(major))
      const { retainedBytes } = computeDominators(snapshot)
      const targetOf = (from: number, name: string): number => {
        for (let edge = snapshot.firstEdge(from); edge < snapshot.firstEdge(from + 1); edge++)
          if (snapshot.edgeName(edge) === name) return snapshot.edgeTarget(edge)
        throw new Error(`Node ${from} has no edge ${name}.`)
      }
      const scene = Array.from({ length: snapshot.nodeCount }, (_, node) => node).find((node) => {
        try {
          return targetOf(node, 'tableHolder') > 0 && targetOf(node, 'keyHolder') > 0
        } catch {
          return false
        }
      }) as number

      const table = targetOf(targetOf(scene, 'tableHolder'), 'inner')
      const key = targetOf(targetOf(scene, 'keyHolder'), 'key')

      expect(retainedBytes[key]).toBeGreaterThan(5000)
      expect(retainedBytes[table]).toBeLessThan(1000)
    },
  )
}
