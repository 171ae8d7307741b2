import type { GoMemory } from '../memory-reader.ts'

/** The memory of a Go process, and the number of its collections since it began. */
export interface MemStats extends GoMemory {
  readonly collections: number
}

/** Reads the statistics at the end of `heap?debug=1`; undefined where the text has none. */
export function parseMemStats(text: string): MemStats | undefined {
  const start = text.lastIndexOf('# runtime.MemStats')
  if (start === -1) return undefined
  const figures: Record<string, number> = {}
  for (const [, name = '', first, second] of text.slice(start).matchAll(FIGURE)) {
    figures[name] = Number(first)
    // `Stack = in use / from the system` is two figures of the record.
    if (second !== undefined) figures[`${name}Sys`] = Number(second)
  }
  return memStatsOf(figures)
}

const FIGURE = /^# (\w+) = (\d+)(?: \/ (\d+))?\s*$/gm

/** Reads `memstats` of expvar's `/debug/vars`; undefined where the text is something else. */
export function memoryOfExpvar(json: string): GoMemory | undefined {
  let variables: unknown
  try {
    variables = JSON.parse(json)
  } catch {
    return undefined
  }
  return isRecord(variables) ? memoryOfJson(variables['memstats']) : undefined
}

/** Reads one `runtime.MemStats` as encoding/json writes it; undefined where it is something else. */
export function memoryOfJson(record: unknown): GoMemory | undefined {
  if (!isRecord(record)) return undefined
  const memory = memStatsOf(record)
  if (memory === undefined) return undefined
  const { collections: _, ...rest } = memory
  return rest
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** What the runtime keeps outside the heap and the stacks. */
const RUNTIME_STORES = ['MSpanSys', 'MCacheSys', 'BuckHashSys', 'GCSys', 'OtherSys'] as const

function memStatsOf(figures: Readonly<Record<string, unknown>>): MemStats | undefined {
  const heapBytes = count(figures['HeapAlloc'])
  const heapObjects = count(figures['HeapObjects'])
  if (heapBytes === undefined || heapObjects === undefined) return undefined
  const sysBytes = count(figures['Sys'])
  const heapReleasedBytes = count(figures['HeapReleased'])
  const stores = RUNTIME_STORES.map((name) => count(figures[name]))
  const runtimeBytes = stores.reduce<number | undefined>(
    (sum, bytes) => (sum === undefined || bytes === undefined ? undefined : sum + bytes),
    0,
  )
  return {
    heapBytes,
    heapObjects,
    ...(sysBytes !== undefined && { sysBytes }),
    ...(heapReleasedBytes !== undefined && { heapReleasedBytes }),
    ...(runtimeBytes !== undefined && { runtimeBytes }),
    collections: count(figures['NumGC']) ?? 0,
  }
}

function count(figure: unknown): number | undefined {
  return typeof figure === 'number' && Number.isFinite(figure) && figure >= 0 ? figure : undefined
}
