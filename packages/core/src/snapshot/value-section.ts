import { BYTE, type ByteChunk, type Section } from './byte-chunk.ts'

/** Passes over one JSON value of any kind, and hands its bytes to `keep` on the way. */
export function createValueSection(keep?: (bytes: Uint8Array) => void): Section {
  let depth = 0
  let isInString = false
  let isEscaped = false
  let isScalar: boolean | undefined

  function stepInString(byte: number): void {
    if (isEscaped) isEscaped = false
    else if (byte === BYTE.backslash) isEscaped = true
    else if (byte === BYTE.quote) isInString = false
  }

  function step(byte: number): void {
    if (isInString) stepInString(byte)
    else if (byte === BYTE.quote) isInString = true
    else if (byte === BYTE.openBrace || byte === BYTE.openBracket) depth++
    else if (byte === BYTE.closeBrace || byte === BYTE.closeBracket) depth--
  }

  function skipNested(chunk: ByteChunk): boolean {
    while (chunk.at < chunk.bytes.length) {
      step(chunk.bytes[chunk.at++] as number)
      if (depth === 0 && !isInString) return true
    }
    return false
  }

  return {
    read(chunk) {
      const from = chunk.at
      isScalar ??= !STARTS_NESTED.has(chunk.bytes[from] as number)
      const hasEnded = isScalar ? skipScalar(chunk) : skipNested(chunk)
      keep?.(chunk.bytes.subarray(from, chunk.at))
      return hasEnded
    },
  }
}

const STARTS_NESTED: ReadonlySet<number> = new Set([BYTE.openBrace, BYTE.openBracket, BYTE.quote])

/** A number, `true`, `false` or `null` ends where something else begins. */
function skipScalar(chunk: ByteChunk): boolean {
  while (chunk.at < chunk.bytes.length) {
    const byte = chunk.bytes[chunk.at] as number
    if (byte === BYTE.comma || byte === BYTE.closeBrace || byte <= BYTE.space) return true
    chunk.at++
  }
  return false
}
