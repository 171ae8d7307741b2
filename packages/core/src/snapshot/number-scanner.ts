import { BYTE, type ByteChunk } from './byte-chunk.ts'

/** Whole numbers on their way out of a JSON array, and the one that the last chunk ended in. */
export interface ScannedNumbers {
  readonly numbers: Float64Array
  filled: number
  begun: number
  isInNumber: boolean
}

/**
 * Scans until the numbers are full, the chunk ends, or something comes that is neither a number nor
 * between numbers. Nearly all bytes of a snapshot pass through here: state is in locals, and no function
 * is called and nothing allocated for a number.
 */
export function scanNumbers(scanned: ScannedNumbers, chunk: ByteChunk): void {
  const { numbers } = scanned
  const { bytes } = chunk
  let { filled, begun, isInNumber } = scanned
  let { at } = chunk
  while (at < bytes.length && filled < numbers.length) {
    const byte = bytes[at] as number
    // 0 to 9 for a digit, and more for every other byte.
    const digit = byte ^ 0x30
    if (digit < 10) {
      begun = begun * 10 + digit
      isInNumber = true
    } else {
      if (isInNumber) {
        numbers[filled++] = begun
        begun = 0
        isInNumber = false
      }
      if (byte !== BYTE.comma && byte > BYTE.space) break
    }
    at++
  }
  scanned.filled = filled
  scanned.begun = begun
  scanned.isInNumber = isInNumber
  chunk.at = at
}
