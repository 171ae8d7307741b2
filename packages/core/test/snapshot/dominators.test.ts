import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeDominators } from '../../src/snapshot/dominators.ts'
import type { HeapSnapshot } from '../../src/snapshot/heap-snapshot.ts'
import { createSnapshotReader } from '../../src/snapshot/read-snapshot.ts'
import { EDGE_TYPES, type SketchedGraph, snapshotText } from './snapshot-text.ts'

function read(graph: SketchedGraph): HeapSnapshot {
  const reader = createSnapshotReader()
  reader.write(snapshotText(graph))
  return reader.end()
}

/** What strong edges reach from the root without going through `removed`. */
function reachable(snapshot: HeapSnapshot, removed = -1): Set<number> {
  const found = new Set<number>(removed === 0 ? [] : [0])
  for (const node of found) {
    for (let edge = snapshot.firstEdge(node); edge < snapshot.firstEdge(node + 1); edge++) {
      const target = snapshot.edgeTarget(edge)
      if (snapshot.isStrong(edge) && target !== removed) found.add(target)
    }
  }
  return found
}

/** By definition: what is no longer reachable without the node goes with it. */
function retainedByDefinition(snapshot: HeapSnapshot): number[] {
  const all = reachable(snapshot)
  return Array.from({ length: snapshot.nodeCount }, (_, node) => {
    if (!all.has(node)) return 0
    const rest = reachable(snapshot, node)
    return [...all]
      .filter((other) => !rest.has(other))
      .reduce((sum, other) => sum + snapshot.selfSize(other), 0)
  })
}

/** By definition: of all nodes without which it is unreachable, the one that is unreachable without the others. */
function dominatorsByDefinition(snapshot: HeapSnapshot): number[] {
  const all = reachable(snapshot)
  const without = Array.from({ length: snapshot.nodeCount }, (_, node) => reachable(snapshot, node))
  return Array.from({ length: snapshot.nodeCount }, (_, node) => {
    if (node === 0) return 0
    if (!all.has(node)) return -1
    const dominators = [...all].filter((other) => other !== node && !without[other]?.has(node))
    const nearest = dominators.filter((one) =>
      dominators.every((other) => other === one || !without[other]?.has(one)),
    )
    expect(nearest.length).toBe(1)
    return nearest[0] as number
  })
}

const graphs: fc.Arbitrary<SketchedGraph> = fc.integer({ min: 1, max: 14 }).chain((count) => {
  const node = fc.nat({ max: count - 1 })
  return fc.record({
    nodes: fc.array(fc.record({ name: fc.constantFrom('a', 'b'), bytes: fc.nat({ max: 1000 }) }), {
      minLength: count,
      maxLength: count,
    }),
    edges: fc.array(
      fc.record({
        from: node,
        to: node,
        type: fc.constantFrom('property', 'property', 'property', ...EDGE_TYPES),
        name: fc.constant('1'),
      }),
      { maxLength: 3 * count },
    ),
  })
})

describe('dominators', () => {
  test('are those of the definition in any graph', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const snapshot = read(graph)

        const { immediateDominator, retainedBytes } = computeDominators(snapshot)

        expect([...retainedBytes]).toEqual(retainedByDefinition(snapshot))
        expect([...immediateDominator]).toEqual(dominatorsByDefinition(snapshot))
      }),
      { numRuns: 500 },
    )
  })

  test('are found in a chain that is deeper than any call stack', () => {
    const count = 200_000
    const text = JSON.parse(snapshotText({ nodes: [{ name: 'link', bytes: 1 }], edges: [] }))
    text.snapshot.node_count = count
    text.snapshot.edge_count = count - 1
    text.nodes = Array.from({ length: count }, (_, at) => [
      ...[3, 0, 2 * at + 1, 1, at < count - 1 ? 1 : 0, 0, 0],
    ]).flat()
    text.edges = Array.from({ length: count - 1 }, (_, at) => [2, 0, 7 * (at + 1)]).flat()
    const reader = createSnapshotReader()
    reader.write(JSON.stringify(text))

    const { immediateDominator, retainedBytes } = computeDominators(reader.end())

    expect(retainedBytes[0]).toBe(count)
    expect(retainedBytes[count - 1]).toBe(1)
    expect(immediateDominator[count - 1]).toBe(count - 2)
  })
})
