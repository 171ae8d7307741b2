import { BYTE, type ByteChunk, type Section } from './byte-chunk.ts'
import { GIVE_A_SNAPSHOT, SnapshotFormatError } from './snapshot-format-error.ts'

/** Reads a JSON object and leaves the value of every member to a section. */
export interface MemberReader {
  read(chunk: ByteChunk): void
  /** What the last byte was in, and `end` behind the whole object. */
  place(): Place
  /** Of the member that was begun last. */
  name(): string
}

export type Place =
  | 'start'
  | 'name or end'
  | 'name'
  | 'in name'
  | 'colon'
  | 'value'
  | 'comma'
  | 'end'

/** By place: what may come there, and what place it leads to. */
const NEXT: Readonly<Record<Exclude<Place, 'in name' | 'value'>, ReadonlyMap<number, Place>>> = {
  start: new Map([[BYTE.openBrace, 'name or end']]),
  'name or end': new Map<number, Place>([
    [BYTE.quote, 'in name'],
    [BYTE.closeBrace, 'end'],
  ]),
  name: new Map([[BYTE.quote, 'in name']]),
  colon: new Map([[BYTE.colon, 'value']]),
  comma: new Map<number, Place>([
    [BYTE.comma, 'name'],
    [BYTE.closeBrace, 'end'],
  ]),
  end: new Map(),
}

export function createMemberReader(
  sectionFor: (name: string, byteOffset: number) => Section,
): MemberReader {
  let place: Place = 'start'
  let name = ''
  let section: Section | undefined

  function readName(chunk: ByteChunk): void {
    const byte = chunk.bytes[chunk.at++] as number
    if (byte === BYTE.quote) place = 'colon'
    else name += String.fromCharCode(byte)
  }

  function readValue(chunk: ByteChunk): void {
    if (!section && (chunk.bytes[chunk.at] as number) <= BYTE.space) {
      chunk.at++
      return
    }
    section ??= sectionFor(name, chunk.byteOffset + chunk.at)
    if (!section.read(chunk)) return
    section = undefined
    place = 'comma'
  }

  function readStructure(chunk: ByteChunk, from: keyof typeof NEXT): void {
    const byte = chunk.bytes[chunk.at++] as number
    if (byte <= BYTE.space) return
    const next = NEXT[from].get(byte)
    if (!next) throw unexpected(byte, from, chunk.byteOffset + chunk.at - 1)
    if (next === 'in name') name = ''
    place = next
  }

  return {
    place: () => place,
    name: () => name,
    read(chunk) {
      while (chunk.at < chunk.bytes.length) {
        if (place === 'value') readValue(chunk)
        else if (place === 'in name') readName(chunk)
        else readStructure(chunk, place)
      }
    },
  }
}

function unexpected(byte: number, place: Place, byteOffset: number): SnapshotFormatError {
  const found = JSON.stringify(String.fromCharCode(byte))
  if (place !== 'start') {
    const problem = `it is not valid JSON: ${found} may not be there`
    return new SnapshotFormatError({ problem, byteOffset })
  }
  return new SnapshotFormatError({
    problem: `it starts with ${found} instead of "{"`,
    byteOffset,
    fix: GIVE_A_SNAPSHOT,
  })
}
