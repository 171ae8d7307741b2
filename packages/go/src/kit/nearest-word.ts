/** The known word that a misspelt one most likely means; undefined where none is near. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, edits: editsBetween(word, candidate) }))
    .sort((one, other) => one.edits - other.edits)
  if (best === undefined) return undefined
  const isNear = best.edits <= Math.max(1, best.candidate.length / 3)
  return isNear ? best.candidate : known.find((candidate) => isBeginning(word, candidate))
}

/** Shorter ones are the beginning of too many. */
const SHORTEST_BEGINNING = 3

function isBeginning(word: string, candidate: string): boolean {
  return word.length >= SHORTEST_BEGINNING && candidate.startsWith(word)
}

/** Levenshtein (1966). */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (const [at, letter] of [...from].entries()) {
    const above = row
    row = [at + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1)
      row.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (row[column] ?? 0) + 1))
    }
  }
  return row.at(-1) ?? 0
}
