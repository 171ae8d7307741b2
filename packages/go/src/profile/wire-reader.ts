/** Reads the wire format of protocol buffers, as far as `profile.proto` uses it. */
export interface WireReader {
  /** The next field's number, or undefined at the end of the message. */
  next(): number | undefined
  /** The field as a whole number; int64 beyond 2^53 loses its last digits. */
  number(): number
  /** The field as numbers, packed or not. */
  numbersInto(list: number[]): void
  bytes(): Uint8Array
  skip(): void
}

const WIRE = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const

export function readWire(bytes: Uint8Array): WireReader {
  const cursor = { bytes, at: 0 }
  let wireType = 0
  return {
    next() {
      if (cursor.at >= bytes.length) return undefined
      const tag = varint(cursor)
      wireType = tag % 8
      return Math.floor(tag / 8)
    },
    number() {
      if (wireType !== WIRE.varint) throw new Error('a number is missing where one belongs')
      return varint(cursor)
    },
    numbersInto(list) {
      if (wireType !== WIRE.lengthDelimited) {
        list.push(varint(cursor))
        return
      }
      const end = lengthDelimited(cursor)
      while (cursor.at < end) list.push(varint(cursor))
    },
    bytes() {
      if (wireType !== WIRE.lengthDelimited)
        throw new Error('a message is missing where one belongs')
      const end = lengthDelimited(cursor)
      const found = bytes.subarray(cursor.at, end)
      cursor.at = end
      return found
    },
    skip() {
      if (wireType === WIRE.varint) varint(cursor)
      else if (wireType === WIRE.lengthDelimited) cursor.at = lengthDelimited(cursor)
      else if (wireType === WIRE.fixed64) cursor.at += 8
      else if (wireType === WIRE.fixed32) cursor.at += 4
      else throw new Error(`byte ${cursor.at} begins a field of the unknown kind ${wireType}`)
    },
  }
}

interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

/** Ten groups of seven bits hold 64 bits. */
const LONGEST_VARINT = 10

function varint(cursor: Cursor): number {
  let low = 0
  let high = 0
  for (let group = 0; group < LONGEST_VARINT; group++) {
    if (cursor.at >= cursor.bytes.length) throw new Error('it ends within a number')
    const byte = cursor.bytes[cursor.at++] as number
    // Two halves of 28 and 36 bits: bit operations of JavaScript end at 32.
    if (group < 4) low += (byte & 0x7f) * 2 ** (7 * group)
    else high += (byte & 0x7f) * 2 ** (7 * (group - 4))
    if (byte < 0x80) return signed(high) * 2 ** 28 + low
  }
  throw new Error(`byte ${cursor.at} is within a number that never ends`)
}

/** Negative numbers of int64 come as their two's complement. */
function signed(high: number): number {
  const bits36 = high % 2 ** 36
  return bits36 >= 2 ** 35 ? bits36 - 2 ** 36 : bits36
}

function lengthDelimited(cursor: Cursor): number {
  const length = varint(cursor)
  const end = cursor.at + length
  if (length < 0 || end > cursor.bytes.length)
    throw new Error(`it ends ${end - cursor.bytes.length} bytes too early`)
  return end
}
