import fs from 'node:fs'
import v8 from 'node:v8'
import type { Probe } from './probe.ts'

const STATUS = '/proc/self/status'

/**
 * Bytes of anonymous memory that neither V8's heap nor what its objects account for explains: what
 * native code allocated, and the heaps of worker threads. `undefined` where the system does not tell
 * anonymous memory apart (all but Linux). Worth comparing only after V8 gave back its spare pages.
 */
export function nativeProbe(): Probe | undefined {
  if (readAnonymous() === undefined) return undefined
  return { name: 'native', unit: 'bytes', isProcessWide: true, isSeldom: true, read }
}

function read(): number {
  const heap = v8.getHeapStatistics()
  const accounted = heap.total_physical_size + heap.external_memory + heap.malloced_memory
  return (readAnonymous() ?? 0) - accounted
}

/** `smaps_rollup` tells the same to the page, but walks all pages for it: 1 to 12 ms instead of 20 µs. */
function readAnonymous(): number | undefined {
  const status = readStatus()
  const resident = kibibytes(status, 'RssAnon:')
  return resident === undefined
    ? undefined
    : 1024 * (resident + (kibibytes(status, 'VmSwap:') ?? 0))
}

function readStatus(): string {
  try {
    return fs.readFileSync(STATUS, 'latin1')
  } catch {
    return ''
  }
}

/** No regular expression: its code is compiled when it has run a few times, which shows on the heap. */
function kibibytes(status: string, name: string): number | undefined {
  const at = status.indexOf(name)
  return at === -1 ? undefined : Number.parseInt(status.slice(at + name.length), 10)
}
