import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { startRecordingAllocations, stopRecordingAllocations } from './allocation-profile.ts'
import type { ExplainPlan } from './explain-plan.ts'
import type { ExplainTask } from './explain-task.ts'
import { type Recorded, recordedIn } from './known.ts'
import type { Phases } from './phases.ts'
import type { Rerun } from './rerun.ts'
import { buildRetentionTree, type RetentionTree } from './retention-tree.ts'
import { followHalves, iterationsOfHalf, readHeap } from './tracked-run.ts'

/** The scenario run in two equal halves. */
export interface Followed extends Recorded {
  readonly phases: Phases
}

/** What it left. */
export interface FollowedHeap extends Followed {
  readonly snapshot: HeapSnapshot
  readonly tree: RetentionTree
}

/** After `startTracking`: runs the scenario over two halves. */
export function* follow({
  rerun,
  plan,
  known: { recorded },
  prepared: { session },
}: ExplainTask): Generator<Wait, Followed, unknown> {
  if (recorded === undefined) startRecordingAllocations(session)
  const phases = yield* followHalves(session, plan.iterations, rerun.run)
  return { ...(recorded ?? stopRecording(session, rerun, plan)), phases }
}

/** The heap after both halves. */
export function* readFollowed(
  { rerun: { keep, restoreEngine } }: ExplainTask,
  followed: Followed,
): Generator<Wait, FollowedHeap, unknown> {
  const onChunk = keep?.kind === 'snapshot' ? keep.write : undefined
  restoreEngine()
  const snapshot = yield* readHeap(onChunk)
  return { ...followed, snapshot, tree: buildRetentionTree(snapshot) }
}

function stopRecording(
  session: InspectorSession,
  { keep }: Rerun,
  { iterations }: ExplainPlan,
): Recorded {
  const profile = stopRecordingAllocations(session)
  if (keep?.kind === 'profile') keep.write(JSON.stringify(profile))
  return recordedIn(profile, 2 * iterationsOfHalf(iterations))
}
