/** Reads the parts of a heap dump one after the other. */
export interface DumpCursor {
  at(): number
  number(): number
  text(): string
  /** Passes over a text; for those that are known already. */
  skipText(): void
  /** Passes over memory whose length stands before it. */
  memory(): { readonly contentAt: number; readonly bytes: number }
  /** Passes over a list of fields; where it begins. */
  fields(): number
  /** Throws if anything was read behind the end. */
  check(): void
}

const HIGHEST_BIT = 0x80
const DIGIT = 0x7f
/** Seven bits a byte. */
const DIGIT_BASE = 128

export function createDumpCursor(bytes: Uint8Array, start: number): DumpCursor {
  const decoder = new TextDecoder()
  let at = start

  function number(): number {
    let sum = 0
    let scale = 1
    for (;;) {
      // Behind the end there are zeros, which end every loop; `check` tells them from what was written.
      const byte = bytes[at++] ?? 0
      sum += (byte & DIGIT) * scale
      if (byte < HIGHEST_BIT) return sum
      scale *= DIGIT_BASE
    }
  }

  function check(): void {
    if (at > bytes.length) throw dumpError('it ends in the middle of a record', bytes.length)
  }

  function memory(): { contentAt: number; bytes: number } {
    const length = number()
    const contentAt = at
    at += length
    check()
    return { contentAt, bytes: length }
  }

  return {
    at: () => at,
    number,
    memory,
    check,
    skipText: () => void memory(),
    text() {
      const { contentAt } = memory()
      return decoder.decode(bytes.subarray(contentAt, at))
    },
    fields() {
      const from = at
      while (number() !== 0) number()
      return from
    },
  }
}

/** An error that says what is wrong with a heap dump, and at which byte. */
export function dumpError(problem: string, byteOffset: number): Error {
  return new Error(
    `The heap dump of Go cannot be read: ${problem} (at byte ${byteOffset}). Give what debug.WriteHeapDump wrote, when it has returned.`,
  )
}
