import { BYTE, type ByteChunk, type Section } from './byte-chunk.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'

/** Rows of numbers, one behind the other; only the first `rowCount` are of this call. */
export type TakeRows = (numbers: Float64Array, rowCount: number) => void

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
  let value = 0
  let isInNumber = false
  let isOpen = false

  function open(chunk: ByteChunk): void {
    const byte = chunk.bytes[chunk.at] as number
    if (byte !== BYTE.openBracket) {
      throw new SnapshotFormatError({
        problem: `"${name}" is not an array`,
        byteOffset: chunk.byteOffset + chunk.at,
      })
    }
    chunk.at++
    isOpen = true
  }

  function flush(): void {
    take(numbers, filled / rowLength)
    filled = 0
  }

  function close(byteOffset: number): void {
    if (filled % rowLength !== 0) {
      throw new SnapshotFormatError({
        problem: `"${name}" ends in the middle of a row of ${rowLength} numbers`,
        byteOffset,
      })
    }
    flush()
  }

  return {
    read(chunk) {
      if (!isOpen) open(chunk)
      const { bytes } = chunk
      const end = bytes.length
      let at = chunk.at
      let ended = false
      while (at < end) {
        const byte = bytes[at++] as number
        let digit = byte ^ 0x30
        if (digit < 10) {
          value = value * 10 + digit
          while (at < end) {
            digit = (bytes[at] as number) ^ 0x30
            if (digit >= 10) break
            value = value * 10 + digit
            at++
          }
          isInNumber = true
          continue
        }
        if (isInNumber) {
          numbers[filled++] = value
          if (filled === capacity) flush()
          value = 0
          isInNumber = false
        }
        if (byte === BYTE.closeBracket) {
          close(chunk.byteOffset + at - 1)
          ended = true
          break
        }
        if (byte !== BYTE.comma && byte > BYTE.space) {
          throw new SnapshotFormatError({
            problem: `"${name}" holds ${JSON.stringify(String.fromCharCode(byte))}, where only whole numbers may be`,
            byteOffset: chunk.byteOffset + at - 1,
          })
        }
      }
      chunk.at = at
      return ended
    },
  }
}
