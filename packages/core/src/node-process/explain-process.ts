import { HALVES } from '../attribution/phases.ts'
import { culpritsOf } from '../attribution/tracked-culprits.ts'
import { keepFile, NOTHING_KEPT } from '../engine/kept-file.ts'
import type { GrowthVerdict } from '../plateau/verdict.ts'
import { createSnapshotReader } from '../snapshot/read-snapshot.ts'
import type { TargetExplanation } from '../target/target.ts'
import { culpritsOfStacks } from './culprits-of-stacks.ts'
import type { NodeProcess } from './node-processes.ts'
import { readHeap } from './read-memory.ts'
import { FEWEST_ITERATIONS, type RecordedRun, recordRun } from './record-run.ts'
import { refutedGrowth } from './refuted-growth.ts'
import { readRemoteSources } from './remote-sources.ts'
import { withSourceKeys } from './source-keys.ts'
import { findStoreCulprit } from './store-culprit.ts'

/** What is known when the growth of a process is to be explained. */
export interface ExplainTask {
  /** In the name of a file that is kept. */
  readonly name: string
  readonly iterationMs: number
  readonly signal: AbortSignal
  readonly keep: 'snapshot' | 'profile' | undefined
  leftMs(): number
  run(iterations: number): Promise<unknown>
}

/** Of a leak of one object in an iteration, a half leaves so many: told from chance, and soon written. */
const USUAL_ITERATIONS = 200
const MOST_ITERATIONS = 20_000

/** A leak that grows slower than one small object per iteration leaves one every few iterations. */
const SMALL_OBJECT_BYTES = 40

/** The slot of a number in a store. */
const ENTRY_BYTES = 8

/** Of what is left, for the run: the snapshot and what it says take the rest. */
const RUN_SHARE = 0.5

/** Above it, a snapshot stops the target for many seconds and takes gigabytes to read. */
const MOST_SNAPSHOT_BYTES = 128 * 2 ** 20

/** Runs the target again to say what a process keeps, where that is allocated and what holds it. */
export async function explainProcess(
  process: NodeProcess,
  verdict: GrowthVerdict,
  task: ExplainTask,
): Promise<TargetExplanation> {
  const iterations = affordable(verdict, task)
  if (iterations < FEWEST_ITERATIONS) return { culprits: [], notes: [TOO_LITTLE_TIME] }
  const { channel, collector } = process
  const heapBytes = await readHeap(channel)
  const isBig = heapBytes > MOST_SNAPSHOT_BYTES && task.keep !== 'snapshot'
  // V8 numbers objects in a task of the event loop: a loop that does not turn has none.
  const isSampled = isBig || collector.isInPlace()
  const kept = task.keep && keepFile(task.keep, `${task.name} ${process.label()}`)
  const reader = createSnapshotReader()
  const recorded = await recordRun(channel, {
    iterations,
    limitMs: RUN_SHARE * task.leftMs(),
    isSampled,
    collect: () => collector.collect(),
    run: task.run,
    onChunk(chunk) {
      reader.write(chunk)
      if (kept?.kind === 'snapshot') kept.write(chunk)
    },
  })
  if (kept?.kind === 'profile') kept.write(JSON.stringify(recorded.profile))
  const sources = await readRemoteSources(channel)
  const found = isSampled
    ? culpritsOfStacks(recorded, sources)
    : culpritsOf({ ...recorded, snapshot: withSourceKeys(reader.end(), sources.words) }, sources)
  const bytesPerIteration = verdict.growth.find(({ probe }) => probe === 'heap')?.perIteration ?? 0
  const { run } = task
  const culprits =
    found.length > 0 || isSampled
      ? found
      : await findStoreCulprit(channel, { iterations, bytesPerIteration, sources, run })
  const { kept: files, notes: ofFile } = kept?.close() ?? NOTHING_KEPT
  // Of a sample of what is allocated, something may be missing.
  const refuted = isSampled
    ? undefined
    : refutedGrowth(verdict, {
        isFound: culprits.length > 0,
        iterations: recorded.iterations,
      })
  return {
    culprits,
    ...(refuted !== undefined && { refuted }),
    notes: [
      ...ofFile,
      ...(isBig ? [tooBig(heapBytes)] : isSampled ? [NOT_TURNING] : []),
      ...(culprits.length === 0 ? [notAgain(recorded)] : []),
    ],
    kept: files,
  }
}

const TOO_LITTLE_TIME =
  'Too little time was left to run the target again and explain its growth: raise timeLimitMs.'

const NOT_TURNING =
  'Found by sampling alone: the thread does not turn its event loop (it waits in Atomics.wait, or is busy), so what holds the objects cannot be told.'

function tooBig(heapBytes: number): string {
  return `Found by sampling alone: the heap has ${Math.round(heapBytes / 2 ** 20)} MB, too much for a snapshot of a running service. keep: 'snapshot' takes one.`
}

function notAgain({ iterations }: RecordedRun): string {
  return `The growth did not show as surviving objects in ${iterations} further iterations, so no culprit can be named.`
}

function affordable({ growth }: GrowthVerdict, { leftMs, iterationMs }: ExplainTask): number {
  const heap = growth.find(({ probe }) => probe === 'heap')
  // A store was counted: its table may not have grown by a byte yet.
  const least = heap?.types ? ENTRY_BYTES : 0
  const bytes = Math.max(heap?.perIteration ?? SMALL_OBJECT_BYTES, least)
  const objects = bytes / SMALL_OBJECT_BYTES
  const wanted =
    USUAL_ITERATIONS / Math.min(1, Math.max(objects, USUAL_ITERATIONS / MOST_ITERATIONS))
  const inTime = (RUN_SHARE * leftMs()) / (HALVES * Math.max(iterationMs, 0.01))
  return Math.floor(Math.min(wanted, inTime, MOST_ITERATIONS))
}
