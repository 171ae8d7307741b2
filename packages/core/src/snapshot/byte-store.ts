import { decodeUtf8, joinBytes } from './utf8.ts'

/** Bytes that only get more. */
export interface ByteStore {
  readonly length: () => number
  /** Copies: the caller may use its bytes again. */
  append(bytes: Uint8Array): void
  at(offset: number): number
  /** The bytes from `from` up to, not including, `to`, decoded as UTF-8. */
  text(from: number, to: number): string
}

/** Small enough to waste little on a small file, and large enough that few strings lie across two. */
const SEGMENT_BYTES = 2 ** 18

/** In segments instead of one buffer: growing never copies, and no length is too long. */
export function createByteStore(): ByteStore {
  const segments: Uint8Array[] = []
  let length = 0
  return {
    length: () => length,
    append(bytes) {
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
    },
    at(offset) {
      const segment = segments[Math.floor(offset / SEGMENT_BYTES)] as Uint8Array
      return segment[offset % SEGMENT_BYTES] as number
    },
    text(from, to) {
      const first = Math.floor(from / SEGMENT_BYTES)
      const base = first * SEGMENT_BYTES
      if (to <= base + SEGMENT_BYTES)
        return decodeUtf8((segments[first] as Uint8Array).subarray(from - base, to - base))
      const last = Math.ceil(to / SEGMENT_BYTES)
      return decodeUtf8(joinBytes(segments.slice(first, last)).subarray(from - base, to - base))
    },
  }
}
