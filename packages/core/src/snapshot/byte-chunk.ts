/** A piece of the file and how far it has been read. */
export interface ByteChunk {
  readonly bytes: Uint8Array
  /** Where in the file `bytes` starts. */
  readonly byteOffset: number
  /** Index of the next byte to read. */
  at: number
}

/** Reads one JSON value, piece by piece. */
export interface Section {
  /** Reads on from `chunk.at`; true when the value has ended, with `chunk.at` behind its last byte. */
  read(chunk: ByteChunk): boolean
}

export const BYTE = {
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  space: 0x20,
} as const
