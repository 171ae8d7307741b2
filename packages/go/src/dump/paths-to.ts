import type { PathStep } from '@plateau/core'
import type { HeapDump } from './heap-dump.ts'
import { createPathIndex, type PathIndex } from './path-index.ts'
import { buildRetentionGraph } from './retention-graph.ts'
import { sinceRuntimeTimers } from './runtime-timers.ts'
import { type GoSymbol, placeSymbols } from './symbols.ts'

/** What holds the objects that a line allocates. */
export interface HeapPath {
  /** From a root in the words of the source to the object. */
  readonly steps: readonly PathStep[]
  /** How many objects it holds, and what could not be named. */
  readonly proof?: string
}

/** A line that allocates; `file` as the compiler recorded it, or the end of that, `$GOROOT/…` included. */
export interface AllocationSite {
  readonly file: string
  readonly line: number
}

/**
 * For each line the path that most of its objects share, wherever in their stacks of allocation it is;
 * undefined where no such object is held. Needs a dump of a program that ran with GODEBUG=memprofilerate=1.
 */
export function pathsTo(
  dump: HeapDump,
  symbols: readonly GoSymbol[],
  sites: readonly AllocationSite[],
): readonly (HeapPath | undefined)[] {
  const graph = buildRetentionGraph(dump, placeSymbols(symbols, dump.frames))
  const index = createPathIndex(dump, graph)
  const note = symbols.length === 0 ? NAMELESS : ''
  return sites.map((site) => pathTo(objectsOf(dump, site), { index, note }))
}

const NAMELESS =
  ' The program is stripped, so its variables have no names: build it without -ldflags=-s.'

function objectsOf({ objects, allocations }: HeapDump, site: AllocationSite): readonly number[] {
  const isHere = allocations.map(({ stack }) =>
    stack.some(({ file, line }) => line === site.line && isSameFile(file, site.file)),
  )
  const found: number[] = []
  for (let object = 0; object < objects.count; object++) {
    if (isHere[objects.allocation[object] as number]) found.push(object)
  }
  return found
}

function isSameFile(recorded: string, given: string): boolean {
  return recorded === given || recorded.endsWith(`/${given.replace(/^\$GOROOT\//, '')}`)
}

function pathTo(
  found: readonly number[],
  { index, note }: { readonly index: PathIndex; readonly note: string },
): HeapPath | undefined {
  const ends = new Map<number, { deepest: number; count: number; depth: number }>()
  for (const object of found) {
    const path = index.pathOf(object)
    if (path === -1) continue
    const depth = index.depthOf(object)
    const end = ends.get(path) ?? { deepest: object, count: 0, depth }
    end.count++
    if (depth > end.depth) Object.assign(end, { deepest: object, depth })
    ends.set(path, end)
  }
  const shared = mostShared(ends, index)
  if (shared === undefined) return undefined
  const { deepest, count } = shared
  return {
    steps: sinceRuntimeTimers(index.stepsTo(deepest)),
    proof: `${count} of ${found.length} objects of this line are held so.${note}`,
  }
}

/**
 * An object that others of its line hold counts for these: what holds it holds them. Not one of the few
 * that a line makes besides, such as the parts of the map that it fills: less than half as many as the most.
 */
function mostShared(
  ends: ReadonlyMap<number, { readonly deepest: number; readonly count: number }>,
  index: PathIndex,
): { readonly deepest: number; readonly count: number } | undefined {
  const most = Math.max(...[...ends.values()].map(({ count }) => count))
  const totals = new Map<number, number>()
  for (const [end, { count }] of ends) {
    for (let path = end; path !== -1; path = index.before(path)) {
      if ((ends.get(path)?.count ?? 0) >= most / 2)
        totals.set(path, (totals.get(path) ?? 0) + count)
    }
  }
  let best: { deepest: number; count: number } | undefined
  // A path is numbered after its beginnings: of two that share as many, the first is the shorter.
  for (const [path, count] of [...totals].sort(([one], [other]) => one - other)) {
    if (count > (best?.count ?? 0)) best = { deepest: ends.get(path)?.deepest ?? 0, count }
  }
  return best
}
