// The columns of a row that tell its first culprit.

/** What holds it, by all names on the way, and where it is allocated. */
export function culpritColumns(verdict) {
  const [first] = verdict?.culprits ?? []
  return { container: first ? containerOf(first) : null, site: first?.site ?? null }
}

function containerOf({ path, type }) {
  return path.length > 0 ? path.map(({ name }) => name).join(' → ') : type
}
