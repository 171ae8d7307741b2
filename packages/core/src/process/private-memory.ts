import { readFile } from 'node:fs/promises'

/** What a process has for itself in memory, and in how many mappings. */
export interface PrivateMemory {
  readonly residentBytes: number
  readonly mappings: number
}

/** Tells by its first address and its name (a path, `[heap]`, or nothing) whether a mapping is left out. */
type Exclude = (start: bigint | number, name: string) => boolean

/**
 * Resident bytes of private memory that no file backs, outside the mappings that are excluded.
 * Undefined where there is no `/proc`, and for a process that has ended or belongs to somebody else.
 */
export async function readPrivateMemory(
  pid: number,
  exclude: Exclude,
): Promise<PrivateMemory | undefined> {
  const text = await readFile(`/proc/${pid}/smaps`, 'utf8').catch(() => '')
  return text === '' ? undefined : privateMemoryIn(text, exclude)
}

const MAPPING =
  /^([0-9a-f]+)-[0-9a-f]+ [r-][w-][x-]([ps]) [0-9a-f]+ [0-9a-f:]+ \d+ *(.*)$|^Anonymous: +(\d+) kB$/gm

/**
 * `Anonymous` and not `Private_Clean` or `Private_Dirty`: pages of a program's file come and go as the
 * system sees fit.
 */
export function privateMemoryIn(smaps: string, exclude: Exclude): PrivateMemory {
  let residentBytes = 0
  let mappings = 0
  let isCounted = false
  for (const [, start, sharing, name = '', kib] of smaps.matchAll(MAPPING)) {
    if (start === undefined) {
      if (isCounted) residentBytes += Number(kib) * 1024
      continue
    }
    isCounted = sharing === 'p' && !exclude(addressOf(start), name)
    if (isCounted) mappings += 1
  }
  return { residentBytes, mappings }
}

/** The kernel's own addresses are beyond what a number holds exactly. */
function addressOf(hexadecimal: string): bigint | number {
  const address = Number.parseInt(hexadecimal, 16)
  return Number.isSafeInteger(address) ? address : BigInt(`0x${hexadecimal}`)
}
