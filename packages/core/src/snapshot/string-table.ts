import { Buffer } from 'node:buffer'
import { BYTE, type ByteChunk, type Section } from './byte-chunk.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'

/** The strings of a file as the bytes they came in; each is decoded when it is first asked for. */
export interface StringTable extends Section {
  count(): number
  text(index: number): string
}

/** Small enough to waste little in a small file, and large enough that few strings lie across two. */
const SEGMENT_BITS = 18
const SEGMENT_BYTES = 2 ** SEGMENT_BITS

/** Segments instead of one buffer: growing never copies, and no length is too long. */
export function createStringTable(): StringTable {
  const segments: Uint8Array[] = []
  let length = 0
  // Of the opening quotes; the string ends at the last quote before the next one.
  let starts = new Float64Array(1024)
  let count = 0
  let isOpen = false
  let isInString = false
  let isEscaped = false
  const decoded: string[] = []

  function keep(bytes: Uint8Array): void {
    let from = 0
    while (from < bytes.length) {
      const within = length % SEGMENT_BYTES
      if (within === 0) segments.push(new Uint8Array(SEGMENT_BYTES))
      const taken = Math.min(SEGMENT_BYTES - within, bytes.length - from)
      const segment = segments[segments.length - 1] as Uint8Array
      segment.set(bytes.subarray(from, from + taken), within)
      from += taken
      length += taken
    }
  }

  function addStart(offset: number): void {
    if (count === starts.length) {
      const longer = new Float64Array(2 * count)
      longer.set(starts)
      starts = longer
    }
    starts[count++] = offset
  }

  function between(from: number, to: number): Buffer {
    const first = Math.floor(from / SEGMENT_BYTES)
    const last = Math.floor((to - 1) / SEGMENT_BYTES)
    const pieces: Uint8Array[] = []
    for (let at = first; at <= last; at++) {
      const base = at * SEGMENT_BYTES
      const segment = segments[at] as Uint8Array
      pieces.push(segment.subarray(Math.max(0, from - base), Math.min(SEGMENT_BYTES, to - base)))
    }
    const only = pieces[0] as Uint8Array
    return pieces.length === 1
      ? Buffer.from(only.buffer, only.byteOffset, only.length)
      : Buffer.concat(pieces)
  }

  function decode(index: number): string {
    const from = starts[index] as number
    const raw = between(from, index + 1 < count ? (starts[index + 1] as number) : length)
    const quoted = raw.subarray(0, raw.lastIndexOf(BYTE.quote) + 1)
    if (!quoted.includes(BYTE.backslash)) return quoted.toString('utf8', 1, quoted.length - 1)
    try {
      return JSON.parse(quoted.toString('utf8'))
    } catch {
      throw new SnapshotFormatError({ problem: `string ${index} is not JSON` })
    }
  }

  function open(chunk: ByteChunk): void {
    if (chunk.bytes[chunk.at] !== BYTE.openBracket) {
      throw new SnapshotFormatError({
        problem: '"strings" is not an array',
        byteOffset: chunk.byteOffset + chunk.at,
      })
    }
    chunk.at++
    isOpen = true
  }

  return {
    count: () => count,
    text(index) {
      const known = decoded[index]
      if (known !== undefined) return known
      const text = decode(index)
      decoded[index] = text
      return text
    },
    read(chunk) {
      if (!isOpen) open(chunk)
      const { bytes } = chunk
      const from = chunk.at
      const base = length - from
      let at = from
      let ended = false
      while (at < bytes.length) {
        const byte = bytes[at++] as number
        if (isEscaped) isEscaped = false
        else if (isInString) {
          if (byte === BYTE.quote) isInString = false
          else if (byte === BYTE.backslash) isEscaped = true
        } else if (byte === BYTE.quote) {
          addStart(base + at - 1)
          isInString = true
        } else if (byte === BYTE.closeBracket) {
          ended = true
          break
        } else if (byte !== BYTE.comma && byte > BYTE.space) {
          throw new SnapshotFormatError({
            problem: '"strings" holds something else than strings',
            byteOffset: chunk.byteOffset + at - 1,
          })
        }
      }
      chunk.at = at
      keep(bytes.subarray(from, ended ? at - 1 : at))
      return ended
    },
  }
}
