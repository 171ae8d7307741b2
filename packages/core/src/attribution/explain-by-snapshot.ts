import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import type { Culprit } from '../plateau/verdict.ts'
import { culpritOf } from './culprit-of.ts'
import { describeTimer } from './details.ts'
import { isSnapshotTight, tooLong, whyNoSnapshot, whyNoWalk } from './explain-plan.ts'
import type { ExplainTask } from './explain-task.ts'
import { findGrown } from './find-grown.ts'
import { type FollowedHeap, follow, readFollowed } from './followed-heap.ts'
import type { Leak } from './leaks.ts'
import { lineQuestions, liveObject } from './line-questions.ts'
import { NOTHING_NOTED, runForLines } from './line-run.ts'
import { withLiveVariables } from './live-variable.ts'
import { largestCulprit, storeCulprit } from './objectless-culprits.ts'
import { openedCulprits, withOpenings } from './opened-culprits.ts'
import { orElse } from './or-else.ts'
import { bornInFirstHalf } from './phases.ts'
import type { Explanation } from './rerun.ts'
import { explainBySampling } from './sampled-run.ts'
import { listScripts } from './script-directory.ts'
import { startTracking } from './tracked-run.ts'

/** Tells survivors by a tracked re-run and one snapshot, then lines, stores and descriptors by short runs. */
export function* explainBySnapshot(task: ExplainTask): Generator<Wait, Explanation, unknown> {
  const {
    rerun,
    plan,
    prepared: { session, sources },
  } = task
  const { restoreEngine } = rerun
  const hopeless = whyNoWalk(rerun)
  if (hopeless !== undefined) return yield* explainWithoutSnapshot(task, hopeless)
  const walk = startTracking(session)
  const note = whyNoSnapshot(rerun, walk)
  if (note !== undefined) return yield* explainWithoutSnapshot(task, note)
  if (task.known.recorded !== undefined && isSnapshotTight(rerun, walk)) {
    const named = yield* orElse(namedBySource(task), undefined)
    if (named !== undefined) return named
  }
  const followed = yield* follow(task)
  // Iterations of what leaks may have become slower.
  const late = whyNoSnapshot(rerun, walk)
  if (late !== undefined) {
    const known = { ...task.known, recorded: followed }
    return yield* explainWithoutSnapshot({ ...task, known }, late)
  }
  const heap = yield* readFollowed(task, followed)
  const { snapshot, tree, phases } = heap
  const { leaks, stores, largest } = yield* findGrown(task, heap)
  const opened = yield* openedCulprits(task)
  restoreEngine()

  const scripts = listScripts(snapshot, sources.urlOf)
  const retention = withLiveVariables(
    { snapshot, tree, scripts, showFile: sources.showFile },
    session,
  )
  const containers = [...stores.map(({ node }) => node), ...leaks.map(({ group }) => group.owner)]
  const questions = lineQuestions(session, retention, { leaks, containers })
  const lines = runForLines(session, questions, { sources, iterations: plan.lineIterations, rerun })
  const noted = yield* orElse(lines, NOTHING_NOTED)
  restoreEngine()
  const findings = { retention, phases, sources, noted: noted.allocations }
  const addedAt = noted.gains.map((gains) => gains[0]?.place)
  const culprits: readonly Culprit[] = [
    ...stores.map((store, at) => storeCulprit(store, findings, addedAt[at])),
    ...leaks.map((leak, at) =>
      culpritOf(leak, findings, {
        addedAt: addedAt[stores.length + at],
        details: timerDetails(session, leak, heap),
      }),
    ),
    ...largest.map((node) => largestCulprit(node, findings)),
  ]
  const told = withOpenings(culprits, opened)
  if (told.length > 0) return { culprits: told, notes: [] }
  if (isRefuted(task, heap)) return { culprits: [], notes: [], isRefuted: true }
  return yield* explainBySampling({
    ...task,
    plan: { ...plan, note: NOT_IN_HEAP },
    known: { ...task.known, recorded: heap },
  })
}

const NOT_IN_HEAP =
  'Nothing that the scenario left in the heap accounts for the growth when it was run again: told without a snapshot.'

/** What holds it in the words of the source, which a tight time is better spent on; undefined where they do not tell. */
function* namedBySource(task: ExplainTask): Generator<Wait, Explanation | undefined, unknown> {
  const plan = { ...task.plan, note: tooLong(task.rerun) }
  const named = yield* explainBySampling({ ...task, plan })
  if (!named.culprits.some(({ path }) => path.length > 0)) return undefined
  task.prepared.session.post('HeapProfiler.disable')
  return named
}

function explainWithoutSnapshot(
  task: ExplainTask,
  note: string,
): Generator<Wait, Explanation, unknown> {
  task.prepared.session.post('HeapProfiler.disable')
  return explainBySampling({ ...task, plan: { ...task.plan, note } })
}

/** Of the objects that the first half must have left, so many at least are there, or they were none of the scenario's. */
const LEFT_SHARE = 0.5

/** Fewer are told from chance by nobody. */
const FEWEST_LEFT = 12

/**
 * Whether births alone convicted, and the heap does not hold what they told. V8 lets a string that became a key stand for
 * the one that was there before, so the record can take one long-lived string for many new ones.
 */
function isRefuted(
  { verdict: { because, growth }, known }: ExplainTask,
  { snapshot, phases }: FollowedHeap,
): boolean {
  if (because !== 'objects-are-kept' || growth.some(({ probe }) => probe !== 'heap')) return false
  const expected = phases.iterations * (known.objectsPerIteration ?? 0)
  return expected >= FEWEST_LEFT && bornInFirstHalf(snapshot, phases) < LEFT_SHARE * expected
}

function timerDetails(
  session: InspectorSession,
  { kind: { example } }: Leak,
  { snapshot }: FollowedHeap,
): readonly string[] {
  if (snapshot.nodeName(example) !== 'Timeout') return []
  const objectId = liveObject(session, { snapshot }, example)
  return objectId ? describeTimer(session, objectId) : []
}
