import { basename, dirname } from 'node:path'
import { endOf } from './outcome-of.ts'
import type { EndRecord, RunRecord, StartRecord } from './run-record.ts'

interface Shard {
  readonly path: string
  /** One segment of a run. */
  readonly records: readonly RunRecord[]
}

/**
 * The records of several runs as those of one: `shard 2: main` is a process of its own, for the heaps of
 * two processes do not add up to anything. Without an end where any of them has none.
 */
export function mergeRuns(shards: readonly Shard[]): readonly RunRecord[] {
  const names = namesOf(shards)
  const [first] = shards
  const start = first?.records[0] as StartRecord
  const ends = shards.map(({ records }) => endOf(records))
  const { shard: _, ...rest } = start
  return [
    rest,
    ...shards.flatMap(({ records }, at) => withinShard(records, names[at] ?? '')),
    ...(ends.every((end) => end !== undefined) ? [mergedEnd(ends, names)] : []),
  ]
}

/** What the runs say, if it tells them apart; else their folders, else their number. */
function namesOf(shards: readonly Shard[]): readonly string[] {
  const said = shards.map(({ records }) => (records[0] as StartRecord).shard)
  if (isDistinct(said)) return said.map((shard) => `shard ${shard}`)
  const folders = shards.map(({ path }) => basename(dirname(path)))
  if (isDistinct(folders)) return folders
  return shards.map((_, at) => `shard ${at + 1}`)
}

function isDistinct(names: readonly (string | undefined)[]): boolean {
  return names.every((name) => name) && new Set(names).size === names.length
}

function withinShard(records: readonly RunRecord[], name: string): readonly RunRecord[] {
  return records.flatMap((record) => {
    if (record.type === 'start' || record.type === 'end') return []
    // Where a warm-up ended differs from shard to shard; each process came with its own.
    if (record.type === 'load') return []
    const process = 'process' in record ? record.process : undefined
    if (process === undefined)
      return record.type === 'event'
        ? [{ ...record, message: `${name}: ${record.message}` }]
        : [record]
    return [{ ...record, process: `${name}: ${process}` } as RunRecord]
  })
}

const WORST: readonly EndRecord['reason'][] = ['harness', 'target', 'interrupted', 'done']

function mergedEnd(ends: readonly EndRecord[], names: readonly string[]): EndRecord {
  const reason = WORST.find((one) => ends.some((end) => end.reason === one)) ?? 'done'
  const messages = ends.flatMap(({ message }, at) =>
    message === undefined ? [] : [`${names[at]}: ${message}`],
  )
  return {
    type: 'end',
    elapsedMs: Math.max(...ends.map(({ elapsedMs }) => elapsedMs)),
    iterations: ends.reduce((sum, { iterations }) => sum + iterations, 0),
    reason,
    ...(messages.length > 0 && { message: messages.join(' ') }),
    verdicts: ends.flatMap(({ verdicts }, at) =>
      verdicts.map((one) => ({ ...one, process: `${names[at]}: ${one.process}` })),
    ),
  }
}
