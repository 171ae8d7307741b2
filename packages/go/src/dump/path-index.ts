import type { PathStep } from '@plateau/core'
import type { HeapDump } from './heap-dump.ts'
import { isMap, objectStep } from './object-steps.ts'
import { createPathForest } from './path-forest.ts'
import { tellRepeatsOnce } from './repeated-links.ts'
import { type RetentionGraph, ROOTED, UNREACHED } from './retention-graph.ts'

/** The retention paths of a graph, by number: nodes that are held alike have the same. */
export interface PathIndex {
  /** -1 for a node that nothing holds. */
  pathOf(node: number): number
  /** The path without its last step; -1 at the root. */
  before(path: number): number
  /** How many nodes are on the way, repeats counted; once `pathOf` was asked. */
  depthOf(node: number): number
  stepsTo(node: number): readonly PathStep[]
}

export function createPathIndex(dump: HeapDump, graph: RetentionGraph): PathIndex {
  const forest = createPathForest()
  const words = createVocabulary(dump, graph)
  const paths = new Int32Array(graph.nodeCount).fill(-1)
  const depths = new Uint32Array(graph.nodeCount)

  /** From the node up to the first whose path is known, and back: recursion would be as deep as a list is long. */
  function pathOf(node: number): number {
    const open: number[] = []
    let at = node
    while (at >= 0 && paths[at] === -1 && graph.parent[at] !== UNREACHED) {
      open.push(at)
      at = graph.parent[at] as number
    }
    for (const below of open.reverse()) {
      const holder = graph.parent[below] as number
      let path = holder === ROOTED ? -1 : (paths[holder] as number)
      for (const word of words.of(below)) path = forest.extend(path, word)
      paths[below] = path
      depths[below] = (holder === ROOTED ? 0 : (depths[holder] as number)) + 1
    }
    return paths[node] as number
  }

  return {
    pathOf,
    before: forest.before,
    depthOf: (node) => depths[node] as number,
    stepsTo(node) {
      const nodes: number[] = []
      for (let at = node; at >= 0; at = graph.parent[at] as number) nodes.push(at)
      const steps = nodes.reverse().flatMap((at) => words.of(at).map(words.step))
      return tellRepeatsOnce(steps)
    },
  }
}

interface Vocabulary {
  /** The steps that a node adds to the path of its holder, by number. */
  of(node: number): readonly number[]
  step(word: number): PathStep
}

function createVocabulary({ objects, allocations }: HeapDump, graph: RetentionGraph): Vocabulary {
  const steps: PathStep[] = []
  const numbers = new Map<string, number>()
  const byAllocation: number[] = []

  function wordFor(step: PathStep): number {
    const key = `${step.name}\n${step.type}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, steps.length)
    return steps.push(step) - 1
  }

  /** A map's many parts hold each other: they are one step. */
  function objectWords(object: number): readonly number[] {
    const word = objectWord(object)
    const holder = graph.parent[object] as number
    const isPart = isMap(steps[word]) && holder >= 0 && holder < objects.count
    return isPart && objectWord(holder) === word ? [] : [word]
  }

  function objectWord(object: number): number {
    const allocation = objects.allocation[object] as number
    if (allocation === -1) return wordFor(objectStep(undefined, objects.bytes[object] as number))
    byAllocation[allocation] ??= wordFor(objectStep(allocations[allocation], 0))
    return byAllocation[allocation]
  }

  function staticWords(node: number): readonly number[] {
    const { symbol } = graph.statics[node - objects.count] ?? {}
    // A value without a name is a part of the variable that points to it.
    const isRoot = graph.parent[node] === ROOTED
    return symbol && !isRoot ? [wordFor({ name: symbol.name, type: '' })] : []
  }

  return {
    step: (word) => steps[word] as PathStep,
    of(node) {
      const name = graph.rootNames[graph.root[node] as number]
      const root = name === undefined ? [] : [wordFor({ name, type: '' })]
      const own = node < objects.count ? objectWords(node) : staticWords(node)
      return [...root, ...own]
    },
  }
}
