import type { InspectorSession } from '../engine/inspector-session.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { type Leak, ownSiteFrame, siteFrame } from './leaks.ts'
import type { LineQuestions } from './line-run.ts'
import { isContext, targetNamed } from './node-names.ts'
import type { Retention } from './retention-path.ts'
import { isUsers, projectFrame } from './user-frames.ts'

/** What a short run with logpoints shall tell of these leaks and of these containers, in their order. */
export function lineQuestions(
  session: InspectorSession,
  retention: Retention,
  {
    leaks,
    containers,
  }: { readonly leaks: readonly Leak[]; readonly containers: readonly number[] },
): LineQuestions {
  const frames = leaks.flatMap((leak) => {
    const { snapshot } = retention
    const its = [
      siteFrame(snapshot, leak),
      ownSiteFrame(snapshot, leak),
      projectFrame(leak.stack?.frames ?? []),
    ]
    return its.filter((frame) => frame !== undefined)
  })
  const scriptIds = new Set([
    ...frames.map(({ scriptId }) => scriptId),
    ...containers.flatMap((container) => scriptsOnPath(retention, container)),
    ...scenarioScripts(retention),
  ])
  return {
    frames,
    scripts: [...scriptIds].map((scriptId) => {
      return { scriptId, functions: retention.scripts.functionsIn(scriptId) }
    }),
    containers: containers.map((container) => liveObject(session, retention, container)),
  }
}

/** The scripts of the functions, classes and scopes that lead to a node. */
function scriptsOnPath({ snapshot, tree, scripts }: Retention, node: number): readonly number[] {
  const found: number[] = []
  for (let at = node; at > 0; at = tree.parent[at] as number) {
    const holder = isContext(snapshot, at) ? scripts.closureOver(at) : at
    const place = holder === -1 ? undefined : scripts.placeOf(holder)
    if (place !== undefined) found.push(place.scriptId)
  }
  return found
}

/** Where the scenario itself is written: its functions are the ones that the check holds. */
function scenarioScripts({ snapshot, scripts }: Retention): readonly number[] {
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (snapshot.nodeType(node) !== 'object' || snapshot.nodeName(node) !== 'Object') continue
    const parts = ['setup', 'run', 'teardown'].map((name) => targetNamed(snapshot, node, name))
    if (parts.includes(-1)) continue
    const users = parts.flatMap((part) => scriptsOf({ snapshot, scripts }, part))
    if (users.length > 0) return users
  }
  return []
}

/** The check wraps each function of a scenario in one of its own: the user's is what that one closes over. */
function scriptsOf(
  { snapshot, scripts }: Pick<Retention, 'snapshot' | 'scripts'>,
  closure: number,
): readonly number[] {
  const scope = targetNamed(snapshot, closure, 'context')
  const captured = scope === -1 ? [] : valuesOf(snapshot, scope)
  return [...captured, ...captured.flatMap((node) => valuesOf(snapshot, node))].flatMap((node) => {
    const place = snapshot.nodeType(node) === 'closure' ? scripts.placeOf(node) : undefined
    return place && isUsers(scripts.urlOf(place.scriptId)) ? [place.scriptId] : []
  })
}

/** Variables of a scope, or properties of an object. */
function valuesOf(
  { firstEdge, edgeType, edgeTarget }: HeapSnapshot,
  node: number,
): readonly number[] {
  const found: number[] = []
  for (let edge = firstEdge(node); edge < firstEdge(node + 1); edge++) {
    const type = edgeType(edge)
    if (type === 'context' || type === 'property') found.push(edgeTarget(edge))
  }
  return found
}

/** The object itself, as the inspector names it, while the snapshot's ids are known. */
export function liveObject(
  session: InspectorSession,
  { snapshot }: Pick<Retention, 'snapshot'>,
  node: number,
): string | undefined {
  try {
    return session.post<{ result: { objectId?: string } }>('HeapProfiler.getObjectByHeapObjectId', {
      objectId: String(snapshot.nodeId(node)),
    }).result.objectId
  } catch {
    return undefined
  }
}
