import { BYTE, type ByteChunk, type Section } from './byte-chunk.ts'

/** Passes over one JSON object or array, and hands its bytes to `keep` on the way. */
export function createValueSection(keep?: (bytes: Uint8Array) => void): Section {
  let depth = 0
  let isInString = false
  let isEscaped = false

  function step(byte: number): void {
    if (isEscaped) isEscaped = false
    else if (isInString) {
      if (byte === BYTE.backslash) isEscaped = true
      else if (byte === BYTE.quote) isInString = false
    } else if (byte === BYTE.quote) isInString = true
    else if (byte === BYTE.openBrace || byte === BYTE.openBracket) depth++
    else if (byte === BYTE.closeBrace || byte === BYTE.closeBracket) depth--
  }

  return {
    read(chunk: ByteChunk) {
      const { bytes } = chunk
      const from = chunk.at
      let at = from
      while (at < bytes.length) {
        step(bytes[at++] as number)
        if (depth === 0 && !isInString) break
      }
      chunk.at = at
      keep?.(bytes.subarray(from, at))
      return at > from && depth === 0 && !isInString
    },
  }
}
