import { BYTE, type ByteChunk } from './byte-chunk.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'

/** Passes over a JSON array of strings; true when it has ended, with `chunk.at` behind its bracket. */
export type StringScanner = (chunk: ByteChunk) => boolean

/** Tells the index in the chunk of every opening quote. */
export function createStringScanner(onOpeningQuote: (at: number) => void): StringScanner {
  let isOpen = false
  let isInString = false
  let isEscaped = false

  /** Leaves `chunk.at` behind the closing quote, or at the end of the chunk. */
  function skipString(chunk: ByteChunk): void {
    const { bytes } = chunk
    let { at } = chunk
    if (isEscaped) at++
    isEscaped = false
    while (at < bytes.length && isInString) {
      const byte = bytes[at++]
      if (byte === BYTE.quote) isInString = false
      else if (byte === BYTE.backslash) at++
    }
    // What the backslash escapes is in the next chunk.
    isEscaped = at > bytes.length
    chunk.at = Math.min(at, bytes.length)
  }

  function skipBetween(byte: number, byteOffset: number): void {
    if (byte === BYTE.openBracket && !isOpen) isOpen = true
    else if (byte !== BYTE.comma && byte > BYTE.space) {
      const found = JSON.stringify(String.fromCharCode(byte))
      throw new SnapshotFormatError({
        problem: `"strings" holds ${found} where only strings may be`,
        byteOffset,
      })
    }
  }

  return (chunk) => {
    while (chunk.at < chunk.bytes.length) {
      if (isInString) {
        skipString(chunk)
        continue
      }
      const at = chunk.at++
      const byte = chunk.bytes[at] as number
      if (byte === BYTE.quote && isOpen) {
        isInString = true
        onOpeningQuote(at)
      } else if (byte === BYTE.closeBracket && isOpen) return true
      else skipBetween(byte, chunk.byteOffset + at)
    }
    return false
  }
}
