import type { Culprit, PathStep, SourcePosition } from '../plateau/verdict.ts'
import { type Frame, frameKey } from './allocation-profile.ts'
import { callbacksOf } from './callbacks.ts'
import { describeLeaked } from './details.ts'
import { fingerprint } from './fingerprint.ts'
import { type Leak, ownSiteFrame, siteFrame } from './leaks.ts'
import { mergeRepeats } from './merge-repeats.ts'
import { leakedTypeName, targetNamed, typeName, waitingName } from './node-names.ts'
import type { NotedAllocation } from './noted-allocations.ts'
import type { Phases } from './phases.ts'
import { type Retention, retentionPath, stepOf } from './retention-path.ts'
import { runnerMade } from './runner-made.ts'
import { originOf, type ScriptPlace } from './script-directory.ts'
import type { SourcePositions } from './source-positions.ts'
import { MEMENTO_BYTES } from './stack-of.ts'
import { isUsers, projectFrame } from './user-frames.ts'

/** What culprits are told from. */
export interface Findings {
  readonly retention: Retention
  readonly phases: Phases
  readonly sources: SourcePositions
  /** Allocations of a short run with logpoints, empty where there was no time for it; undefined where lines are never noted. */
  readonly noted: readonly NotedAllocation[] | undefined
}

/** A leak in the words of the source: what, held by what, allocated and added where. */
export function culpritOf(
  leak: Leak,
  findings: Findings,
  seen: { readonly addedAt: ScriptPlace | undefined; readonly details: readonly string[] },
): Culprit {
  const { retention, phases, sources } = findings
  const { snapshot } = retention
  const { kind, objectsPerIteration, bytesPerIteration } = leak
  const { example } = kind
  const type = leakedTypeName(snapshot, example)
  const addedAt = seen.addedAt && sources.positionOf(seen.addedAt)
  const madeBy = runnerMade(retention, leak)
  const frame = madeBy ? siteFrame(snapshot, leak) : ownSiteFrame(snapshot, leak)
  const madeAt = siteOf(leak, frame, findings)
  const site = madeAt ?? addedAt
  const calledFrom = callOfPackage(leak, frame, findings)
  const alsoHeldBy = leak.otherOwners.map(({ owner, edge }) => [
    ...retentionPath(retention, owner),
    ...entryStep(retention, edge),
  ])
  const details = [
    ...seen.details,
    ...describeLeaked(snapshot, example, phases),
    ...describeCallbacks(leak, findings),
  ]
  const path = pathOf(leak, retention, type)
  return {
    type,
    perIteration: { objects: objectsPerIteration, bytes: bytesPerIteration },
    path,
    ...(site && { site }),
    ...(calledFrom && { calledFrom }),
    ...(addedAt && !isSameLine(addedAt, site) && { addedAt }),
    ...(alsoHeldBy.length > 0 && { alsoHeldBy }),
    ...(madeBy && { madeBy }),
    ...(details.length > 0 && { details }),
    fingerprint: fingerprint({ type, path, ...(madeAt && { site: madeAt }) }),
  }
}

function pathOf(leak: Leak, retention: Retention, type: string): readonly PathStep[] {
  const { group, kind } = leak
  const { snapshot } = retention
  const isHandle =
    targetNamed(snapshot, kind.example, '_events') !== -1 ||
    isWrapped(snapshot.nodeName(kind.example))
  if (group.owner === 0 && isHandle) return [{ name: 'open handle', type }]
  if (kind !== group.kinds[0]) return endingIn(type, retentionPath(retention, kind.example))
  const waiting = waitingFor(retention, { owner: group.owner, node: kind.example })
  const name = waiting ?? (group.isKeyed ? 'entry' : undefined)
  const entry = name ? [{ name, type }] : entryStep(retention, group.entryEdge)
  return endingIn(type, mergeRepeats([...retentionPath(retention, group.owner), ...entry]))
}

/** What of a page, such as a timer, keeps a function until it runs. */
function waitingFor(
  { snapshot, tree }: Retention,
  { owner, node }: { readonly owner: number; readonly node: number },
): string | undefined {
  for (let at = node; at > 0 && at !== owner; at = tree.parent[at] as number) {
    const name = waitingName(snapshot, at)
    if (name !== undefined) return name
  }
  return undefined
}

/** The last step with the type by which the culprit is told, which may be its shape. */
function endingIn(type: string, steps: readonly PathStep[]): readonly PathStep[] {
  const last = steps.at(-1)
  return last ? [...steps.slice(0, -1), { ...last, type }] : []
}

/** Names of Node's C++ handles. */
function isWrapped(name: string): boolean {
  return /Wrap$|^(TCP|Pipe|UDP|TTY|FSEvent|StatWatcher|Process|Timer|MessagePort|Worker|FileHandle|DirHandle)$/.test(
    name,
  )
}

function entryStep(retention: Retention, edge: number): readonly PathStep[] {
  const { snapshot, tree } = retention
  const step = stepOf(retention, edge, tree.parent[snapshot.edgeTarget(edge)] as number)
  return step ? [step] : [{ name: 'entry', type: typeName(snapshot, snapshot.edgeTarget(edge)) }]
}

/** A closure is allocated where it is written; anything else at the line its function had reached. */
function siteOf(
  leak: Leak,
  frame: Frame | undefined,
  findings: Findings,
): SourcePosition | undefined {
  const { retention, sources } = findings
  const { snapshot } = retention
  const place =
    snapshot.nodeType(leak.kind.example) === 'closure'
      ? snapshot.location(leak.kind.example)
      : undefined
  if (place && isUsers(retention.scripts.urlOf(place.scriptId))) {
    return sources.positionOf(place, frame?.functionName)
  }
  const bytes = snapshot.selfSize(leak.kind.example)
  return frame && lineOf(frame, findings, { bytes, madeIn: leak.stack?.frames[0] })
}

/** The project's own line, where it is a package that allocates. */
function callOfPackage(
  leak: Leak,
  frame: Frame | undefined,
  findings: Findings,
): SourcePosition | undefined {
  if (frame === undefined || originOf(frame.url) !== 'package') return undefined
  const own = projectFrame(leak.stack?.frames ?? [])
  return own && lineOf(own, findings)
}

/**
 * The line in `frame` after which most objects of this size, or else most objects, were allocated. What a logpoint itself
 * leaves counts as made by the function where it lies: of what another one made, only that is told.
 */
export function lineOf(
  frame: Frame,
  { noted, sources }: Pick<Findings, 'noted' | 'sources'>,
  { bytes, madeIn }: { readonly bytes?: number; readonly madeIn?: Frame | undefined } = {},
): SourcePosition {
  const all = (noted ?? []).filter((allocation) => frameKey(allocation.frame) === frameKey(frame))
  const made = all.filter((one) => madeIn && frameKey(one.madeIn) === frameKey(madeIn))
  const its = made.length > 0 ? made : all
  const ofSize = its.filter(
    ({ size }) => bytes !== undefined && size >= bytes && size <= bytes + MEMENTO_BYTES,
  )
  const counts = new Map<string, { readonly place: ScriptPlace; count: number }>()
  for (const { place, count } of ofSize.length > 0 ? ofSize : its) {
    const known = counts.get(frameKey(place)) ?? { place, count: 0 }
    counts.set(frameKey(place), known)
    known.count += count
  }
  const best = [...counts.values()].sort((one, other) => other.count - one.count)[0]
  const position = sources.positionOf(best?.place ?? frame, frame.functionName)
  return best === undefined ? { ...position, isFunctionStart: true } : position
}

function isSameLine(one: SourcePosition, other: SourcePosition | undefined): boolean {
  return one.file === other?.file && one.line === other.line
}

/** The user's functions that a handle will call: they say whose handle it is. */
function describeCallbacks(
  { kind: { example } }: Leak,
  { retention, sources }: Findings,
): readonly string[] {
  const { snapshot, scripts } = retention
  return callbacksOf(snapshot, example).flatMap(({ event, closure }) => {
    const place = scripts.placeOf(closure)
    if (place === undefined || !isUsers(scripts.urlOf(place.scriptId))) return []
    const { file, line, column } = sources.positionOf(place)
    const name = snapshot.nodeName(closure) || '(anonymous)'
    const isOnly = event === 'callback' || event === 'listener'
    const role = isOnly ? `its ${event}` : `its '${event}' listener`
    return [`${role} ${name} is at ${file}:${line}:${column}`]
  })
}
