import type { EachPointer } from './heap-dump.ts'

/** How the dumped program writes pointers. */
export interface PointerFormat {
  readonly pointerBytes: number
  readonly isLittleEndian: boolean
}

const HIGHEST_BIT = 0x80
const DIGIT = 0x7f
const HIGH_WORD = 2 ** 32

/**
 * Pointers are read from the dump whenever they are asked for: a heap has so many of them that a list
 * would be larger than the dump.
 */
export function pointersIn(dump: Uint8Array, format: PointerFormat): EachPointer {
  const view = new DataView(dump.buffer, dump.byteOffset, dump.byteLength)
  const { pointerBytes, isLittleEndian } = format
  const lowAt = isLittleEndian ? 0 : 4
  const pointerAt =
    pointerBytes === 4
      ? (at: number) => view.getUint32(at, isLittleEndian)
      : (at: number) =>
          view.getUint32(at + lowAt, isLittleEndian) +
          view.getUint32(at + 4 - lowAt, isLittleEndian) * HIGH_WORD

  return ({ contentAt, bytes, fieldsAt }, visit) => {
    let at = fieldsAt
    // Each field is its kind, of which only pointers are left, and its offset; a zero ends the list.
    while ((dump[at++] ?? 0) !== 0) {
      let offset = 0
      let scale = 1
      let byte: number
      do {
        byte = dump[at++] ?? 0
        offset += (byte & DIGIT) * scale
        scale *= HIGHEST_BIT
      } while (byte >= HIGHEST_BIT)
      if (offset + pointerBytes > bytes) continue
      const pointer = pointerAt(contentAt + offset)
      if (pointer !== 0) visit(pointer, offset)
    }
  }
}
