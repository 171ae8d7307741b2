import { Buffer } from 'node:buffer'

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
  const segments: Buffer[] = []
  let length = 0
  return {
    length: () => length,
    append(bytes) {
      let from = 0
      while (from < bytes.length) {
        const within = length % SEGMENT_BYTES
        if (within === 0) segments.push(Buffer.allocUnsafeSlow(SEGMENT_BYTES))
        const taken = Math.min(SEGMENT_BYTES - within, bytes.length - from)
        const segment = segments[segments.length - 1] as Buffer
        segment.set(bytes.subarray(from, from + taken), within)
        from += taken
        length += taken
      }
    },
    at(offset) {
      const segment = segments[Math.floor(offset / SEGMENT_BYTES)] as Buffer
      return segment[offset % SEGMENT_BYTES] as number
    },
    text(from, to) {
      const first = Math.floor(from / SEGMENT_BYTES)
      const base = first * SEGMENT_BYTES
      if (to <= base + SEGMENT_BYTES)
        return (segments[first] as Buffer).toString('utf8', from - base, to - base)
      const last = Math.ceil(to / SEGMENT_BYTES)
      return Buffer.concat(segments.slice(first, last)).toString('utf8', from - base, to - base)
    },
  }
}
