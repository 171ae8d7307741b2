import { describeTimer } from '../attribution/details.ts'
import { fingerprint } from '../attribution/fingerprint.ts'
import { liveObject } from '../attribution/line-questions.ts'
import { withLiveVariables } from '../attribution/live-variable.ts'
import { leakedTypeName, targetNamed, typeName } from '../attribution/node-names.ts'
import { edgesTo, isNested, type Retention, retentionPath } from '../attribution/retention-path.ts'
import { buildRetentionTree } from '../attribution/retention-tree.ts'
import { listScripts, type ScriptPlace } from '../attribution/script-directory.ts'
import { listSources, type SourcePositions } from '../attribution/source-positions.ts'
import { isUsers } from '../attribution/user-frames.ts'
import { type InspectorSession, openInspectorSession } from '../engine/inspector-session.ts'
import type { PathStep, Retained } from '../plateau/verdict.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { awaitingFrames } from './awaiting-frames.ts'
import { takeHeldSnapshot } from './held-snapshot.ts'
import { linesThatStore } from './stored-at.ts'
import { variableHolding, variableStores } from './test-variables.ts'

/** What holds one object: something of the program; or the runner, or the test's own variable, and nothing else. */
export type Held =
  | ({ readonly kind: 'retained' } & Retained)
  | { readonly kind: 'runner'; readonly type: string }
  | { readonly kind: 'test-variable'; readonly type: string; readonly variable: string | undefined }

/** A message with more objects is read by nobody. */
const MOST_TOLD = 5

interface Question {
  readonly refs: readonly WeakRef<object>[]
  /** What the test waits for meanwhile. */
  readonly awaited: Promise<unknown> | undefined
}

/** Takes one snapshot and says of each living object what holds it. */
export async function explainHeld(question: Question): Promise<readonly Held[]> {
  return explainNodes({ ...question, choose: (_, nodes) => nodes.slice(0, MOST_TOLD) })
}

/** As `explainHeld`, of the nodes that `choose` finds. */
export async function explainNodes({
  refs,
  awaited,
  choose,
}: Question & {
  choose(snapshot: HeapSnapshot, nodes: readonly number[]): readonly number[]
}): Promise<readonly Held[]> {
  const session = openInspectorSession()
  try {
    const held = await takeHeldSnapshot(session, refs, awaited)
    const { snapshot } = held
    const stores = variableStores(snapshot, awaitingFrames(snapshot, held.awaited))
    const nodes = choose(snapshot, held.nodes)
    const asked = new Set(nodes)
    const runners = runnersOwn(snapshot)
    const tree = buildRetentionTree(
      snapshot,
      (from, node) => runners.has(from) || (asked.has(node) && stores.has(from)),
    )
    const sources = listSources(session)
    const scripts = listScripts(snapshot, sources.urlOf)
    const retention = withLiveVariables(
      { snapshot, tree, scripts, showFile: sources.showFile },
      session,
    )
    return nodes.map((node) => heldBy(node, { session, retention, stores, sources, runners }))
  } finally {
    session.post('Debugger.disable')
    session.post('HeapProfiler.disable')
    session.close()
  }
}

/** Jest 30 keeps what a test deletes from the global object until the test file ends. */
function runnersOwn(snapshot: HeapSnapshot): ReadonlySet<number> {
  const found = new Set<number>()
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (snapshot.nodeType(node) !== 'object' || snapshot.nodeName(node) !== 'GlobalProxy') continue
    found.add(targetNamed(snapshot, node, 'leftovers'))
  }
  return found
}

interface Findings {
  readonly session: InspectorSession
  readonly retention: Retention
  /** What a function that waits for the answer keeps its variables in, and which function. */
  readonly stores: ReadonlyMap<number, number>
  readonly sources: SourcePositions
  readonly runners: ReadonlySet<number>
}

function heldBy(node: number, findings: Findings): Held {
  const { session, retention, stores, sources, runners } = findings
  const { snapshot, tree } = retention
  const type = leakedTypeName(snapshot, node)
  const edges = edgesTo(tree, node)
  if (edges.some((edge) => runners.has(fromOf(retention, edge)))) return { kind: 'runner', type }
  const at = edges.findLastIndex((edge) => stores.has(fromOf(retention, edge)))
  if (at === -1) {
    const path = endingIn(type, retentionPath(retention, node, { throughCallbacks: true }))
    const callback = callbackOnPath(retention, node)
    return {
      ...retained(type, path, detailsOf(node, { session, retention })),
      ...(callback && { storedAt: [sources.positionOf(callback)] }),
    }
  }
  const first = snapshot.edgeTarget(edges[at] as number)
  const frame = stores.get(fromOf(retention, edges[at] as number)) as number
  const variable = variableHolding(session, snapshot, { frame, node: first })
  if (first === node) return { kind: 'test-variable', type, variable }
  const start = { name: variable ?? 'a variable of the test', type: typeName(snapshot, first) }
  const rest = retentionPath(retention, node, {
    edges: edges.slice(at + 1),
    throughCallbacks: true,
  })
  return retained(type, endingIn(type, [start, ...rest]), [
    `${variable ?? 'the first of them'} is a variable of the test itself`,
  ])
}

/** Where the function is written that captured the object and is itself kept: mostly the line that handed it over. */
function callbackOnPath(retention: Retention, node: number): ScriptPlace | undefined {
  const { snapshot, tree, scripts } = retention
  for (let at = node; at > 0; at = tree.parent[at] as number) {
    if (!isNested(retention, at)) continue
    const holder = tree.parent[at] as number
    const place = snapshot.nodeType(holder) === 'closure' ? scripts.placeOf(holder) : undefined
    if (place && isUsers(scripts.urlOf(place.scriptId))) return place
  }
  return undefined
}

function fromOf({ snapshot, tree }: Retention, edge: number): number {
  return tree.parent[snapshot.edgeTarget(edge)] as number
}

function retained(type: string, path: readonly PathStep[], details: readonly string[]): Held {
  return {
    kind: 'retained',
    type,
    path,
    storedAt: linesThatStore(path),
    details,
    fingerprint: fingerprint({ type, path }),
  }
}

/** The last step with the type by which the object is told, which may be its shape. */
function endingIn(type: string, steps: readonly PathStep[]): readonly PathStep[] {
  const last = steps.at(-1)
  return last ? [...steps.slice(0, -1), { ...last, type }] : []
}

/** The timer on the way, if one holds it. */
function detailsOf(
  node: number,
  { session, retention }: Pick<Findings, 'session' | 'retention'>,
): readonly string[] {
  const { snapshot, tree } = retention
  for (let at = node; at > 0; at = tree.parent[at] as number) {
    if (snapshot.nodeName(at) !== 'Timeout' || snapshot.nodeType(at) !== 'object') continue
    const objectId = liveObject(session, { snapshot }, at)
    return objectId === undefined ? [] : describeTimer(session, objectId).slice(0, 1)
  }
  return []
}
