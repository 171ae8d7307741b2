import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MisuseError } from '@plateau/core'
import { INSTALL_MEMLAB } from './find-memlab.ts'
import { type Filters, sourceOf } from './memlab-filters.ts'
import type { MemlabTrace } from './memlab-trace.ts'
import { runMemlab } from './run-memlab.ts'

export interface NodeSnapshotOptions extends Filters {
  /** Milliseconds memlab may take. Default 120 000. */
  readonly timeLimitMs?: number
}

const DEFAULT_LIMIT_MS = 120_000

/**
 * Has memlab judge three heap snapshots of any V8, Node's too: before the iterations, after them, and
 * at the end. memlab's own rules know elements and React fibers; for Node pass a `leakFilter`. Rejects
 * with `MisuseError` where memlab is not installed.
 */
export async function judgeNodeSnapshots(
  filesOrFolder: string | readonly string[],
  options: NodeSnapshotOptions = {},
): Promise<readonly MemlabTrace[]> {
  const { timeLimitMs = DEFAULT_LIMIT_MS, ...filters } = options
  const snapshots = threeSnapshots(filesOrFolder)
  const workDir = mkdtempSync(join(tmpdir(), 'plateau-memlab-'))
  try {
    const outcome = await runMemlab({
      snapshots,
      workDir,
      filters: sourceOf(filters),
      limitMs: timeLimitMs,
    })
    switch (outcome.kind) {
      case 'traces':
        return outcome.traces
      case 'missing':
        throw new MisuseError(`memlab is not installed: ${INSTALL_MEMLAB}`)
      case 'failed':
        throw new Error(`memlab could not judge the snapshots: ${outcome.message}.`)
    }
  } finally {
    rmSync(workDir, { recursive: true, force: true })
  }
}

function threeSnapshots(received: string | readonly string[]): readonly [string, string, string] {
  const files = typeof received === 'string' ? inFolder(received) : received
  const [baseline, target, final, ...more] = files
  if (baseline && target && final && more.length === 0) return [baseline, target, final]
  throw new MisuseError(
    `memlab compares exactly three snapshots, before, after and at the end: received ${files.length}.`,
  )
}

/** In the order in which they were written. */
function inFolder(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.heapsnapshot'))
    .map((name) => join(folder, name))
    .sort((one, other) => statSync(one).mtimeMs - statSync(other).mtimeMs)
}
