import { BYTE, type Section } from './byte-chunk.ts'
import { createByteStore } from './byte-store.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'
import { createStringScanner } from './string-scanner.ts'

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
  let base = 0
  const scan = createStringScanner((at) => {
    if (count === starts.length) {
      const longer = new Float64Array(2 * count)
      longer.set(starts)
      starts = longer
    }
    starts[count++] = base + at
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
    return raw.includes('\\') ? unescaped(raw, index) : raw
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
      base = store.length() - from
      const hasEnded = scan(chunk)
      store.append(chunk.bytes.subarray(from, chunk.at))
      return hasEnded
    },
  }
}

function unescaped(raw: string, index: number): string {
  try {
    return JSON.parse(`"${raw}"`)
  } catch {
    throw new SnapshotFormatError({ problem: `string ${index} of "strings" is not valid JSON` })
  }
}
