import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import type { Culprit, GrowthVerdict } from '../plateau/verdict.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { startRecordingAllocations, stopRecordingAllocations } from './allocation-profile.ts'
import { culpritOf } from './culprit-of.ts'
import { describeTimer } from './details.ts'
import { type ExplainPlan, whyNoSnapshot } from './explain-plan.ts'
import type { FollowedAhead } from './follow-ahead.ts'
import { type Known, type Recorded, recordedIn } from './known.ts'
import { findLargest } from './largest-object.ts'
import { findLeaks, type Leak } from './leaks.ts'
import { lineQuestions, liveObject } from './line-questions.ts'
import { runForLines } from './line-run.ts'
import type { Noted } from './logpoints.ts'
import { descriptorCulprit, largestCulprit, storeCulprit } from './objectless-culprits.ts'
import { findOpenings } from './opened-descriptors.ts'
import type { Phases } from './phases.ts'
import type { Explanation, Rerun } from './rerun.ts'
import { buildRetentionTree } from './retention-tree.ts'
import { explainBySampling } from './sampled-run.ts'
import { listScripts } from './script-directory.ts'
import { listSources } from './source-positions.ts'
import { findStoreLeaks } from './store-leaks.ts'
import { followedIterations, followHalves, readHeap, startTracking } from './tracked-run.ts'

/** What an explanation works with. */
export interface ExplainTask {
  readonly rerun: Rerun
  readonly plan: ExplainPlan
  readonly verdict: GrowthVerdict
  readonly known: Known
}

/** Tells survivors by a tracked re-run and one snapshot, then lines, stores and descriptors by short runs. */
export function* explainBySnapshot(
  session: InspectorSession,
  task: ExplainTask,
): Generator<Wait, Explanation, unknown> {
  const { rerun, plan, verdict } = task
  const { run, restoreEngine } = rerun
  const { iterations, lineIterations } = plan
  const startMs = task.known.ahead?.startMs ?? startTracking(session)
  const note = whyNoSnapshot(rerun, startMs)
  if (note !== undefined) {
    session.post('HeapProfiler.disable')
    const { recorded } = task.known
    return yield* explainBySampling(session, { rerun, plan: { ...plan, note }, recorded })
  }
  const tracked = yield* readTracked(session, task)
  const { snapshot, phases } = tracked
  const tree = buildRetentionTree(snapshot)
  const leaks = findLeaks(tracked, tree, {
    stacks: tracked.stacks,
    grownHandles: verdict.growth.flatMap(({ types = [] }) => types),
  })
  const isWhole = isAccounted(leaks, verdict)
  const owners = leaks.map(({ group }) => group.owner)
  const others = leaks.flatMap(({ otherOwners }) => otherOwners.map(({ owner }) => owner))
  const known = [...owners, ...others]
  const stores = isWhole
    ? []
    : yield* orElse(findStoreLeaks(session, snapshot, { run, iterations, known }), [])
  const largest =
    isWhole || stores.length > 0
      ? []
      : findLargest(snapshot, tree, {
          baseId: phases.baseId,
          grownBytes: grownBytes(verdict),
          iterations: verdict.iterations,
        })
  const openings = needsOpenings(verdict)
    ? yield* orElse(findOpenings(lineIterations, run), [])
    : []
  restoreEngine()

  const sources = listSources(session)
  const scripts = listScripts(snapshot, sources.urlOf)
  const retention = { snapshot, tree, scripts, showFile: sources.showFile }
  const containers = [...stores.map(({ node }) => node), ...owners]
  const questions = lineQuestions(session, retention, { leaks, containers })
  const lines = runForLines(session, questions, { sources, iterations: lineIterations, run })
  const noted = yield* orElse(lines, NOTHING_NOTED)
  restoreEngine()
  const findings = { retention, phases, sources, noted: noted.allocations }
  const addedAt = noted.gains.map((gains) => gains[0]?.place)
  const culprits: readonly Culprit[] = [
    ...stores.map((store, at) => storeCulprit(store, findings, addedAt[at])),
    ...leaks.map((leak, at) =>
      culpritOf(leak, findings, {
        addedAt: addedAt[stores.length + at],
        details: timerDetails(session, leak, tracked),
      }),
    ),
    ...largest.map((node) => largestCulprit(node, findings)),
  ]
  const opened = openings.slice(0, 1).map((one) => descriptorCulprit(one, lineIterations, sources))
  const told = withOpenings(culprits, opened)
  if (told.length > 0) return { culprits: told, notes: [] }
  return yield* explainBySampling(session, {
    rerun,
    plan: { ...plan, note: NOT_IN_HEAP },
    recorded: tracked,
  })
}

/** The run that was followed ahead of the verdict, or one that is followed now; and the heap after it. */
function* readTracked(
  session: InspectorSession,
  { rerun, plan, known: { ahead, recorded } }: ExplainTask,
): Generator<Wait, Followed, unknown> {
  const { keep } = rerun
  const onChunk = keep?.kind === 'snapshot' ? keep.write : undefined
  const followed = ahead ?? (yield* followNow(session, rerun, plan))
  rerun.restoreEngine()
  const known = followed.recorded ?? recorded
  if (known === undefined) throw new Error('nothing recorded what the scenario allocates')
  return { ...known, phases: followed.phases, snapshot: yield* readHeap(onChunk) }
}

function* followNow(
  session: InspectorSession,
  { run, keep }: Rerun,
  { iterations }: ExplainPlan,
): Generator<Wait, Pick<FollowedAhead, 'phases' | 'recorded'>, unknown> {
  startRecordingAllocations(session)
  const phases = yield* followHalves(session, iterations, run)
  const profile = stopRecordingAllocations(session)
  if (keep?.kind === 'profile') keep.write(JSON.stringify(profile))
  return { phases, recorded: recordedIn(profile, followedIterations(iterations)) }
}

/** The scenario run in two equal halves, and what it left. */
interface Followed extends Recorded {
  readonly phases: Phases
  readonly snapshot: HeapSnapshot
}

const NOT_IN_HEAP =
  'Nothing that the scenario left in the heap accounts for the growth when it was run again: found by sampling alone.'

/** A stream is named by its own culprit; where Node allocates it, by the call that opened its descriptor. */
function withOpenings(
  culprits: readonly Culprit[],
  opened: readonly Culprit[],
): readonly Culprit[] {
  const site = opened[0]?.site
  if (site === undefined || !culprits.some(ownsDescriptor)) return [...opened, ...culprits]
  return culprits.map((culprit) => (ownsDescriptor(culprit) ? { site, ...culprit } : culprit))
}

function ownsDescriptor({ type }: Culprit): boolean {
  return /Stream$|^FileHandle$|^Dir$/.test(type)
}

const NOTHING_NOTED: Noted = { allocations: [], gains: [] }

/** What the time does not allow for, or what fails, is left out: what was found before stands. */
function* orElse<Found>(
  stage: Generator<Wait, Found, unknown>,
  otherwise: Found,
): Generator<Wait, Found, unknown> {
  try {
    return yield* stage
  } catch {
    return otherwise
  }
}

/** Surviving objects that make up less of the growth are not what grew. */
const ACCOUNTED = 0.3

function isAccounted(leaks: readonly Leak[], { growth }: GrowthVerdict): boolean {
  const heap = growth.find(({ probe }) => probe === 'heap')
  if (heap === undefined) return leaks.length > 0
  const bytes = leaks.reduce((sum, { bytesPerIteration }) => sum + bytesPerIteration, 0)
  return bytes >= ACCOUNTED * heap.perIteration
}

/** What the heap or external memory has grown by in all. */
function grownBytes({ growth, iterations }: GrowthVerdict): number {
  const bytes = growth.filter(({ probe }) => probe === 'heap' || probe === 'external')
  return iterations * Math.max(0, ...bytes.map(({ perIteration }) => perIteration))
}

/** Descriptors that no handle accounts for: plain files, whose openers no heap knows. */
function needsOpenings({ growth }: GrowthVerdict): boolean {
  const rateOf = (name: string) => growth.find(({ probe }) => probe === name)?.perIteration ?? 0
  return rateOf('fds') > rateOf('handles') && rateOf('fds') > 0
}

function timerDetails(
  session: InspectorSession,
  { kind: { example } }: Leak,
  { snapshot }: Followed,
): readonly string[] {
  if (snapshot.nodeName(example) !== 'Timeout') return []
  const objectId = liveObject(session, { snapshot }, example)
  return objectId ? describeTimer(session, objectId) : []
}
