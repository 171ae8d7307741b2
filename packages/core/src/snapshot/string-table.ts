import { BYTE, type ByteChunk, type Section } from './byte-chunk.ts'
import { createByteStore } from './byte-store.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'

/** The strings of a file as the bytes they came in. */
export interface StringTable extends Section {
  count(): number
  /** Decoded at the first call and kept. */
  text(index: number): string
  /** Decoded at every call. */
  decode(index: number): string
  /** Of the string as it is in the file: cheaper than decoding it. 0 for an empty one. */
  lastByte(index: number): number
}

export function createStringTable(): StringTable {
  const store = createByteStore()
  // Of the opening quotes; a string ends at the last quote before the next one.
  let starts = new Float64Array(1024)
  let count = 0
  let decoded: (string | undefined)[] | undefined
  const scanner = createScanner((offset) => {
    if (count === starts.length) {
      const longer = new Float64Array(2 * count)
      longer.set(starts)
      starts = longer
    }
    starts[count++] = offset
  })

  function closingQuote(index: number): number {
    let offset = index + 1 < count ? (starts[index + 1] as number) : store.length()
    do offset--
    while (store.at(offset) !== BYTE.quote)
    return offset
  }

  function decode(index: number): string {
    const start = starts[index] as number
    const raw = store.text(start + 1, closingQuote(index))
    return raw.includes('\\') ? unescape(raw, index) : raw
  }

  return {
    count: () => count,
    decode,
    text(index) {
      // In one piece: an array that grows by far jumps turns into a slow dictionary.
      decoded ??= new Array(count)
      const known = decoded[index]
      if (known !== undefined) return known
      const text = decode(index)
      decoded[index] = text
      return text
    },
    lastByte(index) {
      const before = closingQuote(index) - 1
      return before === starts[index] ? 0 : store.at(before)
    },
    read(chunk) {
      const from = chunk.at
      const hasEnded = scanner(chunk, store.length() - from)
      store.append(chunk.bytes.subarray(from, chunk.at))
      return hasEnded
    },
  }
}

function unescape(raw: string, index: number): string {
  try {
    return JSON.parse(`"${raw}"`)
  } catch {
    throw new SnapshotFormatError({ problem: `string ${index} of "strings" is not valid JSON` })
  }
}

/** Tells where strings start: `base` is what to add to an index of the chunk. */
function createScanner(
  addStart: (offset: number) => void,
): (chunk: ByteChunk, base: number) => boolean {
  let isOpen = false
  let isInString = false
  let isEscaped = false

  /** Passes over what is left of a string; leaves `chunk.at` behind its closing quote. */
  function skipString(chunk: ByteChunk): void {
    const { bytes } = chunk
    let at = chunk.at
    if (isEscaped && at < bytes.length) {
      at++
      isEscaped = false
    }
    while (at < bytes.length) {
      const byte = bytes[at++]
      if (byte === BYTE.quote) {
        isInString = false
        break
      }
      if (byte !== BYTE.backslash) continue
      if (at === bytes.length) isEscaped = true
      else at++
    }
    chunk.at = at
  }

  return (chunk, base) => {
    const { bytes } = chunk
    while (chunk.at < bytes.length) {
      if (isInString) {
        skipString(chunk)
        continue
      }
      const byte = bytes[chunk.at++] as number
      if (byte === BYTE.quote && isOpen) {
        addStart(base + chunk.at - 1)
        isInString = true
      } else if (byte === BYTE.closeBracket && isOpen) return true
      else if (byte === BYTE.openBracket && !isOpen) isOpen = true
      else if (byte !== BYTE.comma && byte > BYTE.space) {
        throw new SnapshotFormatError({
          problem: `"strings" holds ${JSON.stringify(String.fromCharCode(byte))} where only strings may be`,
          byteOffset: chunk.byteOffset + chunk.at - 1,
        })
      }
    }
    return false
  }
}
