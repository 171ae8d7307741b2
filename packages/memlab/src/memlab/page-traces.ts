import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CdpSession } from '../page/cdp-session.ts'
import { findMemlab, INSTALL_MEMLAB } from './find-memlab.ts'
import type { FilterSource } from './memlab-filters.ts'
import { describeTrace } from './memlab-trace.ts'
import { runMemlab } from './run-memlab.ts'

/** What memlab adds to a report: sentences, and the folder of its snapshots where it is kept. */
export interface PageTraces {
  readonly notes: readonly string[]
  readonly kept: readonly string[]
}

/** Iterations between the first two snapshots, and before the third. */
const BETWEEN = 10
const AFTER = 3

/** A report with more traces is read by nobody. */
const MOST_TRACES = 3

/** Below it memlab would only be started to be killed. */
const LEAST_MS = 3000

const RESERVE_MS = 500

/** Takes three snapshots of the page, private to this user, and has the user's memlab trace them. */
export async function traceWithMemlab(
  cdp: CdpSession,
  task: {
    readonly filters: FilterSource
    readonly keep: boolean
    leftMs(): number
    iterate(iterations: number): Promise<unknown>
  },
): Promise<PageTraces> {
  if (findMemlab() === undefined) return { notes: [NOT_INSTALLED], kept: [] }
  if (task.leftMs() < LEAST_MS) return { notes: [TOO_LATE], kept: [] }
  const folder = mkdtempSync(join(tmpdir(), 'plateau-memlab-'))
  try {
    const baseline = await takeSnapshot(cdp, join(folder, '1-before.heapsnapshot'))
    await task.iterate(BETWEEN)
    const target = await takeSnapshot(cdp, join(folder, '2-after.heapsnapshot'))
    await task.iterate(AFTER)
    const final = await takeSnapshot(cdp, join(folder, '3-final.heapsnapshot'))
    const outcome = await runMemlab({
      snapshots: [baseline, target, final],
      workDir: folder,
      filters: task.filters,
      limitMs: Math.max(1, task.leftMs() - RESERVE_MS),
    })
    const kept = task.keep ? [folder] : []
    if (outcome.kind === 'missing') return { notes: [NOT_INSTALLED], kept }
    if (outcome.kind === 'failed') return { notes: [`memlab failed: ${outcome.message}.`], kept }
    return { notes: outcome.traces.slice(0, MOST_TRACES).map(noteOf), kept }
  } finally {
    if (!task.keep) rmSync(folder, { recursive: true, force: true })
  }
}

const NOT_INSTALLED = `memlab, where it is installed, adds its own traces of detached elements and React fibers: ${INSTALL_MEMLAB}`

const TOO_LATE =
  "Too little of the check's time was left for memlab's traces: raise the test's timeout or timeLimitMs."

function noteOf(trace: Parameters<typeof describeTrace>[0]): string {
  return `memlab traces it by ${describeTrace(trace)}.`
}

/** It holds strings of the page: nobody else may read it. */
const PRIVATE_FILE = 0o600

async function takeSnapshot(cdp: CdpSession, path: string): Promise<string> {
  const file = openSync(path, 'wx', PRIVATE_FILE)
  function onChunk({ chunk }: { chunk: string }): void {
    writeSync(file, chunk)
  }
  cdp.on('HeapProfiler.addHeapSnapshotChunk', onChunk)
  try {
    await cdp.send('Runtime.discardConsoleEntries')
    await cdp.send('HeapProfiler.collectGarbage')
    await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  } finally {
    cdp.off('HeapProfiler.addHeapSnapshotChunk', onChunk)
    closeSync(file)
  }
  return path
}
