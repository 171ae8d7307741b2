import { type InspectorSession, openInspectorSession } from '../measure/inspector-session.ts'
import type { Wait } from '../measure/sampler.ts'
import type { Culprit, GrowthVerdict, PathStep, SourcePosition } from '../plateau/verdict.ts'
import { survivingStacks } from './allocation-profile.ts'
import { culpritOf, type Findings } from './culprit-of.ts'
import { describeTimer } from './details.ts'
import { fingerprint } from './fingerprint.ts'
import { type ExplainPlan, planExplanation } from './explain-plan.ts'
import { findLeaks, type Leak, projectFrame, userFrame } from './leaks.ts'
import { runForLines } from './line-run.ts'
import type { Noted } from './logpoints.ts'
import { isContext } from './node-names.ts'
import { type Retention, retentionPath } from './retention-path.ts'
import { buildRetentionTree } from './retention-tree.ts'
import type { Explanation, Rerun } from './rerun.ts'
import { explainBySampling } from './sampled-run.ts'
import { listScripts, type ScriptPlace } from './script-directory.ts'
import { listSources, type SourcePositions } from './source-positions.ts'
import { findStoreLeaks, type StoreLeak } from './store-leaks.ts'
import { runTracked, type TrackedRun } from './tracked-run.ts'

/**
 * Runs the scenario again to say what grows, what holds it and which line allocates it. After it the
 * process is as fast as before: profilers and debugger are off, and V8 follows no object.
 */
export function* explainGrowth(
  rerun: Rerun,
  verdict: GrowthVerdict,
): Generator<Wait, Explanation, unknown> {
  const plan = planExplanation(rerun, verdict.growth)
  if (plan.kind === 'none') return { culprits: [], notes: [plan.note] }
  const session = openInspectorSession()
  try {
    if (plan.kind === 'sampling') {
      return yield* explainBySampling(session, { rerun, plan })
    }
    return yield* explainBySnapshot(session, { rerun, plan, verdict })
  } finally {
    rerun.restoreEngine()
    session.post('HeapProfiler.disable')
    session.post('Debugger.disable')
    session.close()
  }
}

interface Task {
  readonly rerun: Rerun
  readonly plan: ExplainPlan
  readonly verdict: GrowthVerdict
}

function* explainBySnapshot(
  session: InspectorSession,
  { rerun, plan, verdict }: Task,
): Generator<Wait, Explanation, unknown> {
  const tracked = yield* runTracked(session, plan.iterations, {
    run: rerun.run,
    beforeSnapshot: rerun.restoreEngine,
    onChunk: rerun.keep?.kind === 'snapshot' ? rerun.keep.write : undefined,
  })
  if (rerun.keep?.kind === 'profile') rerun.keep.write(JSON.stringify(tracked.profile))
  const tree = buildRetentionTree(tracked.snapshot)
  const leaks = findLeaks(tracked, tree, survivingStacks(tracked.profile))
  const stores = isAccounted(leaks, verdict)
    ? []
    : yield* findStoreLeaks(session, tracked.snapshot, { run: rerun.run, iterations: plan.iterations })
  rerun.restoreEngine()
  if (leaks.length === 0 && stores.length === 0) return { culprits: [], notes: [NOT_AGAIN] }

  const sources = listSources(session)
  const scripts = listScripts(tracked.snapshot)
  const retention = { snapshot: tracked.snapshot, tree, scripts, showFile: sources.showFile }
  const noted = yield* noteLines(session, { rerun, plan, leaks, stores, retention, sources })
  rerun.restoreEngine()
  const findings = { retention, phases: tracked.phases, sources, noted: noted.allocations }
  const culprits = [
    ...stores.map((store, at) =>
      storeCulprit(store, findings, noted.gains[at]?.[0]?.place),
    ),
    ...leaks.map((leak, at) =>
      culpritOf(leak, findings, {
        addedAt: noted.gains[stores.length + at]?.[0]?.place,
        details: timerDetails(session, leak, tracked),
      }),
    ),
  ]
  return { culprits, notes: [] }
}

const NOT_AGAIN =
  'The growth did not show again when the scenario was run once more to explain it, so no culprit can be named.'

/** Surviving objects that make up less of the growth are not what grew. */
const ACCOUNTED = 0.3

function isAccounted(leaks: readonly Leak[], { growth }: GrowthVerdict): boolean {
  const heap = growth.find(({ probe }) => probe === 'heap')
  if (heap === undefined) return leaks.length > 0
  const bytes = leaks.reduce((sum, { bytesPerIteration }) => sum + bytesPerIteration, 0)
  return bytes >= ACCOUNTED * heap.perIteration
}

interface LineTask {
  readonly rerun: Rerun
  readonly plan: ExplainPlan
  readonly leaks: readonly Leak[]
  readonly stores: readonly StoreLeak[]
  readonly retention: Retention
  readonly sources: SourcePositions
}

/** Lines are told in order of the culprits: first those of stores, then those of leaked objects. */
function* noteLines(session: InspectorSession, task: LineTask): Generator<Wait, Noted, unknown> {
  const { rerun, plan, leaks, stores, retention, sources } = task
  const frames = leaks.flatMap(({ stack }) => {
    const its = [userFrame(stack?.frames ?? []), projectFrame(stack?.frames ?? [])]
    return its.filter((frame) => frame !== undefined)
  })
  const owners = [...stores.map(({ node }) => node), ...leaks.map(({ group }) => group.owner)]
  const scriptIds = new Set([
    ...frames.map(({ scriptId }) => scriptId),
    ...owners.flatMap((owner) => scriptsOnPath(retention, owner)),
  ])
  const containers = owners.map((owner) => liveObject(session, retention, owner))
  return yield* runForLines(
    session,
    { frames, scriptIds: [...scriptIds], containers: containers.filter((id) => id !== undefined) },
    { sources, iterations: plan.lineIterations, run: rerun.run },
  )
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

function liveObject(
  session: InspectorSession,
  { snapshot }: Retention,
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

function timerDetails(
  session: InspectorSession,
  { example }: Leak,
  { snapshot }: TrackedRun,
): readonly string[] {
  if (snapshot.nodeName(example) !== 'Timeout') return []
  try {
    const { result } = session.post<{ result: { objectId: string } }>(
      'HeapProfiler.getObjectByHeapObjectId',
      { objectId: String(snapshot.nodeId(example)) },
    )
    const told = describeTimer(session, result.objectId)
    return told === undefined ? [] : [told]
  } catch {
    return []
  }
}

/** Numbers and references that were there before have no allocation: the line that adds them is the site. */
function storeCulprit(
  { node, entriesPerIteration }: StoreLeak,
  { retention, sources }: Findings,
  addedAt: ScriptPlace | undefined,
): Culprit {
  const path: readonly PathStep[] = retentionPath(retention, node)
  const site: SourcePosition | undefined = addedAt && sources.positionOf(addedAt)
  const bytes = 8 * entriesPerIteration
  return {
    type: 'entry without an object of its own',
    perIteration: { objects: entriesPerIteration, bytes },
    path,
    ...(site && { site }),
    fingerprint: fingerprint({ type: 'entry', path, ...(site && { site }) }),
  }
}
