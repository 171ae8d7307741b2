import { readFile } from 'node:fs/promises'
import { printedBy } from './counts-by-tools.ts'

/** What a process truly costs the machine, in bytes: resident memory counts shared pages in each of its processes. */
export interface RealMemory {
  /** Its own pages, and its share of those that others have, too. Of Linux alone. */
  readonly pssBytes?: number
  /** Its own pages: what its end would free. Of Linux alone. */
  readonly ussBytes?: number
  /** What macOS charges it, compressed pages included. */
  readonly footprintBytes?: number
}

/** Reads what this platform tells; of a process that has ended or is somebody else's, nothing. Never rejects. */
export async function readRealMemory(pid: number): Promise<RealMemory> {
  if (process.platform === 'linux') {
    return ofRollup(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''))
  }
  if (process.platform === 'darwin') {
    return ofFootprint(await printedBy('footprint', ['-f', 'bytes', '-p', `${pid}`]))
  }
  return {}
}

/** Linux since 4.14 sums up all mappings. */
export function ofRollup(text: string): RealMemory {
  const pss = kibOf(text, 'Pss')
  const own = ['Private_Clean', 'Private_Dirty', 'Private_Hugetlb'].map((name) => kibOf(text, name))
  if (pss === undefined || own.every((kib) => kib === undefined)) return {}
  return {
    pssBytes: pss * 1024,
    ussBytes: own.reduce<number>((sum, kib = 0) => sum + kib, 0) * 1024,
  }
}

function kibOf(text: string, name: string): number | undefined {
  const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]
  return kib === undefined ? undefined : Number(kib)
}

/** `node [4711]: 64-bit    Footprint: 45678901 B (16384 bytes per page)`. */
export function ofFootprint(text: string): RealMemory {
  const bytes = /\bFootprint:\s+(\d+) B\b/.exec(text)?.[1]
  return bytes === undefined ? {} : { footprintBytes: Number(bytes) }
}
