/** The known name that a misspelt one most likely means, or undefined when none is near. */
export function closest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({
      candidate,
      edits: edits(name.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((one, other) => one.edits - other.edits)
  const best = ranked[0]
  return best && best.edits <= Math.max(2, best.candidate.length / 3) ? best.candidate : undefined
}

/** Levenshtein (1966): insertions, deletions and substitutions between two words. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substituted))
    }
    row = next
  }
  return row[to.length] ?? 0
}
