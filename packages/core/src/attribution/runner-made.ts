import type { RunnerMade } from '../plateau/verdict.ts'
import { type Leak, siteFrame } from './leaks.ts'
import { isContext } from './node-names.ts'
import { closureOf, edgesTo, type Retention } from './retention-path.ts'
import { type RunnerPart, runnerOf } from './runner-frames.ts'
import { isUsers } from './user-frames.ts'

/** The part of a runner that holds what leaked, in the words of a culprit; undefined where the user's code does. */
export function runnerMade(retention: Retention, leak: Leak): RunnerMade | undefined {
  if (isLeftover(retention, leak.group.owner))
    return { runner: 'jest', part: 'state', does: 'keeps' }
  const found = leak.group.owner > 0 ? keeperOf(retention, leak.group.owner) : undefined
  if (found?.part !== 'state') return found && { ...found, does: 'keeps' }
  const maker = makerOf(retention, leak)
  return maker && { ...maker, does: 'keeps' }
}

/** Jest 30 keeps what is deleted from the global object, as fake timers do when they end, until the test file ends. */
function isLeftover({ snapshot, tree }: Retention, owner: number): boolean {
  const parent = tree.parent[owner] ?? -1
  const isKeepers = parent > 0 && snapshot.nodeName(parent) === 'GlobalProxy'
  return isKeepers && snapshot.edgeName(tree.edge[owner] as number) === 'leftovers'
}

/** What a runner keeps for others, such as a fixture, is no growth of its own making. */
function makerOf(retention: Retention, leak: Leak): RunnerPart | undefined {
  const frame = siteFrame(retention.snapshot, leak)
  return runnerOf(frame?.url ?? scriptOf(retention, leak.kind.example))
}

/**
 * The runner's part that holds `owner` as its own: the last code on the path is the runner's, and
 * from there the path leads to its own fields alone. An entry of one of its stores may be the user's,
 * such as a module, or an argument of a call that a mock has kept.
 */
function keeperOf(retention: Retention, owner: number): RunnerPart | undefined {
  const { snapshot, tree } = retention
  let keeper: RunnerPart | undefined
  for (const edge of edgesTo(tree, owner)) {
    const from = tree.parent[snapshot.edgeTarget(edge)] as number
    const name = String(snapshot.edgeName(edge))
    if (keeper && !isOwnField(retention, { from, edge, name })) keeper = undefined
    const to = snapshot.edgeTarget(edge)
    const url = scriptOf(retention, to)
    if (url !== '') keeper = runnerOf(url) ?? (isUsers(url) ? undefined : keeper)
    else if (name in GLOBALS) keeper = GLOBALS[name]
    if (keeper) keeper = { ...keeper, part: partBehind(name, snapshot.nodeName(to)) ?? keeper.part }
  }
  return keeper
}

/** Where runners keep the test that runs; and what Jest hands to tests as their console. */
const GLOBALS: Readonly<Record<string, RunnerPart>> = {
  __vitest_worker__: { runner: 'vitest', part: 'state' },
  '<symbol JEST_STATE_SYMBOL>': { runner: 'jest', part: 'state' },
  console: { runner: 'jest', part: 'state' },
}

const CALLS: readonly string[] = [
  'calls',
  'results',
  'settledResults',
  'instances',
  'contexts',
  'invocationCallOrder',
  '#calls',
]

/** Parts that share a script with others are told by the field that leads to them. */
function partBehind(field: string, type: string): RunnerMade['part'] | undefined {
  if (CALLS.includes(field)) return 'mock-calls'
  if (field === 'resources' && type === 'Map') return 'async-leak-detection'
  if (field === 'snapshotState' || type.startsWith('Snapshot')) return 'snapshots'
  return undefined
}

interface Hop {
  readonly from: number
  readonly edge: number
  readonly name: string
}

function isOwnField({ snapshot }: Retention, { from, edge, name }: Hop): boolean {
  if (name.includes('in WeakMap')) return true
  switch (snapshot.edgeType(edge)) {
    case 'element':
      return false
    case 'property':
      // Anybody may hang something on a mock, and everything hangs on the global object.
      if (/global/i.test(name)) return false
      return snapshot.nodeType(from) !== 'closure' || name === 'mock' || name.startsWith('<symbol')
    case 'internal':
      // What a module exports lies in cells by number: none is an entry.
      return !/^\d/.test(name) || snapshot.nodeName(snapshot.edgeTarget(edge)) === 'system / Cell'
    default:
      return true
  }
}

/** The script of a function, of a scope, or of the class that an object is of. */
function scriptOf(retention: Retention, node: number): string {
  const { snapshot, scripts } = retention
  const code = isContext(snapshot, node) ? closureOf(retention, node) : node
  const place = code === -1 ? undefined : scripts.placeOf(code)
  return place === undefined ? '' : scripts.urlOf(place.scriptId)
}
