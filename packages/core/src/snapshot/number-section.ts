import { BYTE, type ByteChunk, type Section } from './byte-chunk.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'

/** Takes the first `rowCount` rows of `numbers`, which are overwritten later; they end at `byteOffset`. */
export type TakeRows = (numbers: Float64Array, rowCount: number, byteOffset: number) => void

export interface NumberSectionOptions {
  readonly name: string
  /** Numbers in a row. */
  readonly rowLength: number
  readonly take: TakeRows
}

/** About 64 kB of numbers: they are still in the cache when they are handed on. */
const NUMBERS_AT_ONCE = 8192

/** Reads a flat array of whole numbers. Numbers of any size up to 2^53 arrive exactly. */
export function createNumberSection({ name, rowLength, take }: NumberSectionOptions): Section {
  const capacity = Math.max(1, Math.floor(NUMBERS_AT_ONCE / rowLength)) * rowLength
  const numbers = new Float64Array(capacity)
  let filled = 0
  // Of a number that the last chunk ended in.
  let begun = 0
  let isInNumber = false
  let isOpen = false

  function open(chunk: ByteChunk): void {
    if (chunk.bytes[chunk.at] !== BYTE.openBracket) {
      throw new SnapshotFormatError({
        problem: `"${name}" is not an array`,
        byteOffset: chunk.byteOffset + chunk.at,
      })
    }
    chunk.at++
    isOpen = true
  }

  /** Reads until the numbers are full, the array ends, or the chunk does. */
  function fill(chunk: ByteChunk): void {
    // Locals: what lives in the closure is written to memory for every digit.
    const { bytes } = chunk
    const end = bytes.length
    let at = chunk.at
    let value = begun
    let count = filled
    let digit = 0
    if (isInNumber) {
      while (at < end && (digit = (bytes[at] as number) ^ 0x30) < 10) {
        value = value * 10 + digit
        at++
      }
      if (at < end) {
        numbers[count++] = value
        isInNumber = false
      }
    }
    while (at < end && count < capacity) {
      value = (bytes[at] as number) ^ 0x30
      if (value < 10) {
        at++
        while (at < end && (digit = (bytes[at] as number) ^ 0x30) < 10) {
          value = value * 10 + digit
          at++
        }
        if (at === end) {
          isInNumber = true
          break
        }
        numbers[count++] = value
      } else if (bytes[at] === BYTE.comma || (bytes[at] as number) <= BYTE.space) at++
      else break
    }
    begun = value
    filled = count
    chunk.at = at
  }

  function flush(byteOffset: number): void {
    take(numbers, filled / rowLength, byteOffset)
    filled = 0
  }

  function close(chunk: ByteChunk): void {
    const byteOffset = chunk.byteOffset + chunk.at
    const byte = chunk.bytes[chunk.at++] as number
    if (byte !== BYTE.closeBracket) {
      throw new SnapshotFormatError({
        problem: `"${name}" holds ${JSON.stringify(String.fromCharCode(byte))} where only whole numbers may be`,
        byteOffset,
      })
    }
    if (filled % rowLength !== 0) {
      throw new SnapshotFormatError({
        problem: `"${name}" ends in the middle of a row of ${rowLength} numbers`,
        byteOffset,
      })
    }
    flush(byteOffset)
  }

  return {
    read(chunk) {
      if (!isOpen) open(chunk)
      for (;;) {
        fill(chunk)
        if (filled === capacity) flush(chunk.byteOffset + chunk.at)
        else if (chunk.at === chunk.bytes.length) return false
        else {
          close(chunk)
          return true
        }
      }
    },
  }
}
