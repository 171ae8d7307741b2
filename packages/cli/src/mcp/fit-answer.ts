/** What a model reads at once without losing its thread, and the most that an answer may take. */
const MOST_BYTES = 7500

/** An answer as text, cut at a line where it is too long. */
export function fitAnswer(text: string): string {
  if (byteLength(text) <= MOST_BYTES) return text
  const kept: string[] = []
  let bytes = 0
  for (const line of text.split('\n').map(shortened)) {
    bytes += byteLength(line) + 1
    if (bytes > MOST_BYTES) break
    kept.push(line)
  }
  return `${kept.join('\n')}\n… cut here: the whole has ${byteLength(text)} bytes.`
}

/** A line of a minified file, or the name of a class that a generator made. */
const LONGEST_LINE = 1000

export function shortened(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}…`
}

function byteLength(text: string): number {
  return Buffer.byteLength(text)
}
