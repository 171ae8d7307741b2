import type { InspectorSession } from '../measure/inspector-session.ts'
import { isUsers, type Leak, projectFrame, userFrame } from './leaks.ts'
import type { LineQuestions } from './line-run.ts'
import { isContext, targetNamed } from './node-names.ts'
import type { Retention } from './retention-path.ts'

/** What a short run with logpoints shall tell of these leaks and of these containers, in their order. */
export function lineQuestions(
  session: InspectorSession,
  retention: Retention,
  {
    leaks,
    containers,
  }: { readonly leaks: readonly Leak[]; readonly containers: readonly number[] },
): LineQuestions {
  const frames = leaks.flatMap(({ stack }) => {
    const its = [userFrame(stack?.frames ?? []), projectFrame(stack?.frames ?? [])]
    return its.filter((frame) => frame !== undefined)
  })
  const scriptIds = new Set([
    ...frames.map(({ scriptId }) => scriptId),
    ...containers.flatMap((container) => scriptsOnPath(retention, container)),
    ...scenarioScripts(retention),
  ])
  return {
    frames,
    scriptIds: [...scriptIds],
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
  const found: number[] = []
  const waiting = [targetNamed(snapshot, closure, 'context')]
  for (let depth = 0; depth < 2; depth++) {
    for (const from of waiting.splice(0)) {
      if (from === -1) continue
      const end = snapshot.firstEdge(from + 1)
      for (let edge = snapshot.firstEdge(from); edge < end; edge++) {
        const type = snapshot.edgeType(edge)
        if (type !== 'context' && type !== 'property') continue
        const target = snapshot.edgeTarget(edge)
        const place = snapshot.nodeType(target) === 'closure' ? scripts.placeOf(target) : undefined
        if (place === undefined) waiting.push(target)
        else if (isUsers(scripts.urlOf(place.scriptId))) found.push(place.scriptId)
      }
    }
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
