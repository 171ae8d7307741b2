/** A place as engines and source maps count it: line and column from 0. */
interface Place {
  readonly line: number
  readonly column: number
}

export interface SourceMap {
  /** Undefined where no source is known for the place. */
  find(place: Place): (Place & { readonly source: string }) | undefined
}

const INLINE = /^data:application\/json[^,]*?(;base64)?,(.*)$/s

/** Reads a map that its script carries along, as Vite's do, or the text of its file. A broken one is as good as none. */
export function openSourceMap(given: string): SourceMap | undefined {
  const [, isBase64, inline] = INLINE.exec(given) ?? []
  try {
    const text = isBase64 ? fromBase64(inline ?? '') : inline && decodeURIComponent(inline)
    const { sources, mappings } = JSON.parse(text ?? given) as {
      sources: readonly string[]
      mappings: string
    }
    const lines = readMappings(mappings)
    return {
      find({ line, column }) {
        const segment = lines[line]?.findLast((candidate) => candidate.generated <= column)
        const source = sources[segment?.source ?? -1]
        if (segment === undefined || source === undefined) return undefined
        return { source, line: segment.line, column: segment.column }
      },
    }
  } catch {
    return undefined
  }
}

function fromBase64(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)))
}

interface Segment extends Place {
  readonly generated: number
  readonly source: number
}

/** Numbers are differences: the column's to the segment before in its line, all others' to the one before anywhere. */
function readMappings(mappings: string): readonly (readonly Segment[])[] {
  let source = 0
  let line = 0
  let column = 0
  return mappings.split(';').map((text) => {
    let generated = 0
    const segments: Segment[] = []
    for (const part of text.split(',')) {
      const [step = 0, sourceStep, lineStep = 0, columnStep = 0] = readNumbers(part)
      generated += step
      if (sourceStep === undefined) continue
      source += sourceStep
      line += lineStep
      column += columnStep
      segments.push({ generated, source, line, column })
    }
    return segments
  })
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 VLQ: five bits a digit, the lowest first; the sixth says that more follow, the number's lowest is its sign. */
function readNumbers(text: string): readonly number[] {
  const numbers: number[] = []
  let amount = 0
  let shift = 0
  for (const character of text) {
    const digit = DIGITS.indexOf(character)
    amount += (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    numbers.push(amount & 1 ? -(amount >> 1) : amount >> 1)
    amount = 0
    shift = 0
  }
  return numbers
}
