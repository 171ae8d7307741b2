import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { install } from '../../../../workshop/installed-project.mjs'
import { missingChromium } from '../../../memlab/test/chromium.ts'
import { computeDominators } from '../../src/snapshot/dominators.ts'
import type { HeapSnapshot } from '../../src/snapshot/heap-snapshot.ts'
import { readSnapshotFile } from '../../src/snapshot/read-snapshot.ts'
import { chromiumSnapshot } from './chromium-snapshot.ts'
import { type NodeMajor, realSnapshot } from './real-snapshot.ts'

const MAJORS: readonly NodeMajor[] = [20, 22, 24, 26]
const OTHERS = { '@memlab/core': '2.0.5', 'heap-snapshot-toolkit': '1.1.3' }

let oracles: string

beforeAll(() => {
  const files = Object.fromEntries(
    ['oracle-devtools.mjs', 'oracle-memlab.mjs'].map((name) => [
      name,
      readFileSync(join(import.meta.dirname, '..', 'fixtures', 'snapshot', name), 'utf8'),
    ]),
  )
  oracles = install({
    name: 'snapshot-oracles',
    manifest: { name: 'snapshot-oracles', private: true, type: 'module', dependencies: OTHERS },
    files,
  })
}, 180_000)

/** What another program computes, by node. */
function judge(oracle: 'devtools' | 'memlab', path: string) {
  const output = join(oracles, `${oracle}.numbers`)
  const script = join(oracles, `oracle-${oracle}.mjs`)
  execFileSync(process.execPath, [script, path, output], { cwd: oracles, stdio: 'ignore' })
  const { buffer, byteOffset, byteLength } = Uint8Array.from(readFileSync(output))
  const numbers = new Float64Array(buffer, byteOffset, byteLength / 8)
  return {
    retained: numbers.subarray(0, numbers.length / 2),
    dominators: numbers.subarray(numbers.length / 2),
  }
}

/** The reachable nodes about which we, by the oracle's rules, and the oracle do not say the same. */
function differences(snapshot: HeapSnapshot, oracle: ReturnType<typeof judge>, rules: OtherRules) {
  const isReachable = computeDominators(snapshot).immediateDominator
  const { immediateDominator, retainedBytes } = computeDominators(byRulesOf(snapshot, rules))
  expect(oracle.retained.length).toBe(snapshot.nodeCount)
  return Array.from({ length: snapshot.nodeCount }, (_, node) => node)
    .filter((node) => (isReachable[node] as number) >= 0)
    .map((node) => ({
      node,
      name: snapshot.nodeName(node),
      ours: { retained: retainedBytes[node], dominator: immediateDominator[node] },
      theirs: { retained: oracle.retained[node], dominator: oracle.dominators[node] },
    }))
    .filter(
      ({ ours, theirs }) =>
        ours.retained !== theirs.retained || ours.dominator !== theirs.dominator,
    )
}

interface OtherRules {
  /** Both hang what nothing holds on the root; for us it is unreachable. For memlab it holds no reachable node. */
  readonly orphans: 'unreachable' | 'at the root' | 'at the root, holding nothing else'
  /** memlab lets the table of a WeakMap hold the values as the keys do; for us the keys alone. */
  readonly tablesHoldValues: boolean
}

/** The same heap by the rules of another program. */
function byRulesOf(
  snapshot: HeapSnapshot,
  { orphans, tablesHoldValues }: OtherRules,
): HeapSnapshot {
  const { nodeCount, edgeCount } = snapshot
  const { immediateDominator } = computeDominators(snapshot)
  const isReachable = (node: number) => (immediateDominator[node] as number) >= 0
  const isStrong = new Uint8Array(edgeCount)
  const isHeld = new Uint8Array(nodeCount)
  for (let node = 0; node < nodeCount; node++) {
    for (let edge = snapshot.firstEdge(node); edge < snapshot.firstEdge(node + 1); edge++) {
      const type = snapshot.edgeType(edge)
      const target = snapshot.edgeTarget(edge)
      const isPlain = type !== 'weak' && (type !== 'shortcut' || node === 0)
      if (!(tablesHoldValues ? isPlain : snapshot.isStrong(edge))) continue
      if (target !== node) isHeld[target] = 1
      const isIgnored = orphans === 'at the root, holding nothing else' && isReachable(target)
      if (isReachable(node) || !isIgnored) isStrong[edge] = 1
    }
  }
  const added = Array.from({ length: nodeCount }, (_, node) => node).filter(
    (node) => orphans !== 'unreachable' && node !== 0 && !isHeld[node],
  )
  return {
    ...snapshot,
    edgeCount: edgeCount + added.length,
    firstEdge: (node) => (node === 0 ? 0 : snapshot.firstEdge(node) + added.length),
    edgeTarget: (edge) => added[edge] ?? snapshot.edgeTarget(edge - added.length),
    isStrong: (edge) => edge < added.length || isStrong[edge - added.length] === 1,
  }
}

const DEVTOOLS: OtherRules = { orphans: 'at the root', tablesHoldValues: false }
const MEMLAB: OtherRules = { orphans: 'at the root, holding nothing else', tablesHoldValues: true }

for (const major of MAJORS) {
  describe(`in a heap of Node ${major}`, () => {
    testOfWhole('every reachable node retains what it retains for DevTools', () => {
      const path = realSnapshot(major)

      const judged = judge('devtools', path)

      expect(differences(readSnapshotFile(path), judged, DEVTOOLS)).toEqual([])
    })

    testOfWhole('every reachable node retains what it retains for memlab', () => {
      const path = realSnapshot(major)

      const judged = judge('memlab', path)

      expect(differences(readSnapshotFile(path), judged, MEMLAB)).toEqual([])
    })
  })
}

testOfWhole('our rules differ from theirs only in orphans and values of WeakMaps', () => {
  const path = realSnapshot(24)
  const snapshot = readSnapshotFile(path)
  const ours: OtherRules = { orphans: 'unreachable', tablesHoldValues: false }

  const toDevtools = differences(snapshot, judge('devtools', path), ours)
  const toMemlab = differences(snapshot, judge('memlab', path), ours)

  expect(toDevtools.length).toBeLessThan(20)
  expect(toMemlab.map(({ name }) => name)).toContain('Session')
  // For us it is the session that keeps its note.
  const session = toMemlab.find(({ name }) => name === 'Session')
  expect(session?.ours.retained).toBeGreaterThan(session?.theirs.retained as number)
})

const testWithChromium = missingChromium ? test.skip : testOfWhole

testWithChromium(
  'every reachable node of a page retains what it retains for DevTools, and detached elements are known',
  { timeout: 120_000 },
  async () => {
    const path = await chromiumSnapshot()
    const snapshot = readSnapshotFile(path)

    const judged = judge('devtools', path)

    expect(differences(snapshot, judged, DEVTOOLS)).toEqual([])
    const detached = Array.from({ length: snapshot.nodeCount }, (_, node) => node)
      .filter((node) => snapshot.isDetached(node))
      .map((node) => snapshot.nodeName(node))
    expect(detached.filter((name) => /section/i.test(name)).length).toBe(5)
    expect(detached.filter((name) => /article/i.test(name))).toEqual([])
  },
)
