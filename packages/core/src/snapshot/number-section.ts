import { BYTE, type ByteChunk, type Section } from './byte-chunk.ts'
import { type ScannedNumbers, scanNumbers } from './number-scanner.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'

/** Takes the first `rowCount` rows of `numbers`, which are overwritten later; they end at `byteOffset`. */
export type TakeRows = (numbers: Float64Array, rowCount: number, byteOffset: number) => void

export interface NumberSectionOptions {
  readonly name: string
  /** Numbers in a row. */
  readonly rowLength: number
  readonly take: TakeRows
  /** Left out for the many numbers that count something. */
  readonly mayBeNegative?: boolean
}

/** About 64 kB of numbers: they are still in the cache when they are handed on. */
const NUMBERS_AT_ONCE = 8192

/** Reads a flat array of whole numbers. Numbers of any size up to 2^53 arrive exactly. */
export function createNumberSection({
  name,
  rowLength,
  take,
  mayBeNegative = false,
}: NumberSectionOptions): Section {
  const rowCount = Math.max(1, Math.floor(NUMBERS_AT_ONCE / rowLength))
  const scanned: ScannedNumbers = {
    numbers: new Float64Array(rowCount * rowLength),
    filled: 0,
    begun: 0,
    isInNumber: false,
  }
  // Apart from the numbers themselves: there are few, and the scanner must not look out for them.
  const negatives: number[] = []
  let isOpen = false

  function open(chunk: ByteChunk): void {
    if (chunk.bytes[chunk.at] !== BYTE.openBracket)
      throw wrong('is not an array', chunk.byteOffset + chunk.at)
    chunk.at++
    isOpen = true
  }

  function flush(byteOffset: number): void {
    for (const at of negatives) scanned.numbers[at] = -(scanned.numbers[at] as number)
    negatives.length = 0
    take(scanned.numbers, scanned.filled / rowLength, byteOffset)
    scanned.filled = 0
  }

  function close(chunk: ByteChunk): void {
    const byteOffset = chunk.byteOffset + chunk.at
    const byte = chunk.bytes[chunk.at++] as number
    if (byte !== BYTE.closeBracket) {
      const found = JSON.stringify(String.fromCharCode(byte))
      throw wrong(`holds ${found} where only whole numbers may be`, byteOffset)
    }
    if (scanned.filled % rowLength !== 0)
      throw wrong(`ends in the middle of a row of ${rowLength} numbers`, byteOffset)
    flush(byteOffset)
  }

  function wrong(what: string, byteOffset: number): SnapshotFormatError {
    return new SnapshotFormatError({ problem: `"${name}" ${what}`, byteOffset })
  }

  return {
    read(chunk) {
      if (!isOpen) open(chunk)
      for (;;) {
        scanNumbers(scanned, chunk)
        if (scanned.filled === scanned.numbers.length) flush(chunk.byteOffset + chunk.at)
        else if (chunk.at === chunk.bytes.length) return false
        else if (mayBeNegative && chunk.bytes[chunk.at] === BYTE.minus) {
          negatives.push(scanned.filled)
          chunk.at++
        } else {
          close(chunk)
          return true
        }
      }
    },
  }
}
