import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { startRecordingAllocations, stopRecordingAllocations } from './allocation-profile.ts'
import type { ExplainPlan } from './explain-plan.ts'
import type { ExplainTask } from './explain-task.ts'
import type { FollowedAhead } from './follow-ahead.ts'
import { type Recorded, recordedIn } from './known.ts'
import type { Phases } from './phases.ts'
import type { Rerun } from './rerun.ts'
import { buildRetentionTree, type RetentionTree } from './retention-tree.ts'
import { followedIterations, followHalves, readHeap } from './tracked-run.ts'

/** The scenario run in two equal halves, and what it left. */
export interface FollowedHeap extends Recorded {
  readonly phases: Phases
  readonly snapshot: HeapSnapshot
  readonly tree: RetentionTree
}

/** The run that was followed ahead of the verdict, or one that is followed now; and the heap after it. */
export function* readFollowed(
  session: InspectorSession,
  { rerun, plan, known: { ahead, recorded } }: ExplainTask,
): Generator<Wait, FollowedHeap, unknown> {
  const { keep } = rerun
  const onChunk = keep?.kind === 'snapshot' ? keep.write : undefined
  const followed = ahead ?? (yield* followNow(session, rerun, plan))
  rerun.restoreEngine()
  const known = followed.recorded ?? recorded
  if (known === undefined) throw new Error('nothing recorded what the scenario allocates')
  const snapshot = yield* readHeap(onChunk)
  return { ...known, phases: followed.phases, snapshot, tree: buildRetentionTree(snapshot) }
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
