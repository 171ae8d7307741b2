import {
  hasInspector,
  type InspectorSession,
  openInspectorSession,
} from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import type { Growth } from '../plateau/verdict.ts'
import { startRecordingAllocations, stopRecordingAllocations } from './allocation-profile.ts'
import { type ExplainPlan, planExplanation } from './explain-plan.ts'
import { type Recorded, recordedIn } from './known.ts'
import type { Phases } from './phases.ts'
import type { Rerun } from './rerun.ts'
import { listSources, type ProcessSources } from './source-positions.ts'
import { followedIterations, followHalves, startTracking } from './tracked-run.ts'

/** What an explanation needs of a run of the scenario, taken before the verdict, while the check waits anyway. */
export interface FollowedAhead {
  readonly session: InspectorSession
  readonly sources: ProcessSources
  readonly plan: ExplainPlan
  readonly phases: Phases
  /** Milliseconds that the start of tracking took. */
  readonly startMs: number
  /** Undefined where the check's own record of births goes on. */
  readonly recorded: Recorded | undefined
  /** Does nothing the second time. */
  close(): void
}

/** V8 reports the numbers of its objects so often; it does so three times. */
const REPORT_MS = 50
const REPORTS = 3

/** Numbers are given after a collection, and by a walk through the heap that takes as long; so is the start. */
const COLLECTIONS_PER_REPORT = 2

/** How the scenario is followed, and what that will take; undefined where it cannot be, or not in so many milliseconds. */
export function planAhead(
  rerun: Rerun,
  suspects: readonly Growth[],
  mostMs: number,
): { readonly plan: ExplainPlan; readonly ms: number } | undefined {
  if (!hasInspector()) return undefined
  const plan = planExplanation(rerun, suspects)
  if (plan.kind !== 'snapshot') return undefined
  const ms =
    (REPORTS + 1) * COLLECTIONS_PER_REPORT * rerun.collectionMs +
    REPORTS * REPORT_MS +
    followedIterations(plan.iterations) * rerun.iterationMs
  return ms <= mostMs ? { plan, ms } : undefined
}

/** Opens what explains: to list the sources takes as long as a few collections, and can be done before. */
export function prepareAhead(): Pick<FollowedAhead, 'session' | 'sources' | 'close'> {
  const session = openInspectorSession()
  let isOpen = true
  function close(): void {
    if (!isOpen) return
    isOpen = false
    session.post('HeapProfiler.disable')
    session.post('Debugger.disable')
    session.close()
  }
  return { session, sources: listSources(session), close }
}

/** Follows the scenario over two halves. What was prepared is closed where this fails. */
export function* followAhead(
  { session, sources, close }: ReturnType<typeof prepareAhead>,
  rerun: Rerun,
  { plan, isRecorded }: { readonly plan: ExplainPlan; readonly isRecorded: boolean },
): Generator<Wait, FollowedAhead, unknown> {
  try {
    const startMs = startTracking(session)
    if (!isRecorded) startRecordingAllocations(session)
    const phases = yield* followHalves(session, plan.iterations, rerun.run)
    const recorded = isRecorded
      ? undefined
      : recordedIn(stopRecordingAllocations(session), followedIterations(plan.iterations))
    return { session, sources, plan, phases, startMs, recorded, close }
  } catch (error) {
    close()
    throw error
  }
}
