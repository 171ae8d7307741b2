import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { MisuseError } from '@plateau/core'
import type { RunRecord, StartRecord } from '../run/run-record.ts'

/** What a run file holds: a segment for every time that the run was started or resumed. */
export interface RunOnDisk {
  readonly path: string
  /** Each begins with its start record. Never joined: the process was another one. */
  readonly segments: readonly (readonly RunRecord[])[]
  /** Lines that were cut off or are no records. */
  readonly droppedLines: number
}

export const RUN_FILE = 'run.ndjson'

/** Reads a run file, or the one in a folder. Throws `MisuseError` where there is no run in it. */
export function readRun(path: string): RunOnDisk {
  const file = isFolder(path) ? join(path, RUN_FILE) : path
  const { records, droppedLines } = parseRun(textOf(file))
  const segments: RunRecord[][] = []
  for (const record of records) {
    if (record.type === 'start') segments.push([record])
    else segments.at(-1)?.push(record)
  }
  if (segments.length > 0) return { path: file, segments, droppedLines }
  throw new MisuseError(
    `'${file}' holds no run: its first whole line must be a start record, as plateau soak writes it.`,
  )
}

/** The segment that was started last: what reports are about. */
export function lastSegment({ segments }: RunOnDisk): readonly RunRecord[] {
  return segments.at(-1) ?? []
}

/** The start record of a segment. */
export function startOf(records: readonly RunRecord[]): StartRecord {
  const [first] = records
  if (first?.type === 'start') return first
  throw new MisuseError('The records do not begin with the start of a run.')
}

const TYPES: ReadonlySet<string> = new Set<RunRecord['type']>([
  'start',
  'process',
  'sample',
  'census',
  'load',
  'event',
  'explanation',
  'end',
])

/** Every whole record of the text; what a kill cut off is counted, not read. */
export function parseRun(text: string): {
  readonly records: readonly RunRecord[]
  readonly droppedLines: number
} {
  const records: RunRecord[] = []
  let droppedLines = 0
  for (const line of text.split('\n')) {
    if (line === '') continue
    const record = recordIn(line)
    if (record) records.push(record)
    else droppedLines++
  }
  return { records, droppedLines }
}

function recordIn(line: string): RunRecord | undefined {
  try {
    const record = JSON.parse(line) as RunRecord | null
    return record && TYPES.has(record.type) ? record : undefined
  } catch {
    return undefined
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new MisuseError(`'${file}' cannot be read: ${(error as Error).message}.`)
  }
}
