// The rows that a command keeps, one a check: what they say of a verdict, and how they are counted.
import { writeFileSync } from 'node:fs'

/** The columns that every command fills in alike; null where there is nothing to tell. */
export function verdictColumns(verdict) {
  const grown = verdict?.growth?.[0] ?? verdict?.suspects?.[0]
  return {
    kind: verdict?.kind ?? 'error',
    ...(verdict?.reason && { reason: verdict.reason }),
    probe: grown?.probe ?? null,
    perIteration: grown?.perIteration ?? null,
    ...culpritColumns(verdict),
    iterations: verdict?.iterations ?? null,
    ms: verdict ? Math.round(verdict.elapsedMs) : null,
  }
}

/** What holds the first culprit, by all names on the way, where it is allocated, and where it is put there. */
function culpritColumns(verdict) {
  const [first] = verdict?.culprits ?? []
  return {
    container: first ? containerOf(first) : null,
    site: first?.site ?? null,
    addedAt: first?.addedAt ?? null,
  }
}

function containerOf({ path, type }) {
  return path.length > 0 ? path.map(({ name }) => name).join(' → ') : type
}

/** Does nothing where no file is asked for. */
export function writeRows(file, rows) {
  if (file) writeFileSync(file, `${JSON.stringify(rows, null, 1)}\n`)
}

export function count(rows, kind) {
  return rows.filter((row) => row.kind === kind).length
}

/** The upper one of two in the middle; undefined of none. */
export function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)]
}

/** Lines of cells, each column as wide as its widest: names to the left, figures to the right. */
export function aligned(lines) {
  const widths = lines[0].map((_, at) => Math.max(...lines.map((line) => line[at].length)))
  return lines
    .map(([name, ...cells]) =>
      [name.padEnd(widths[0]), ...cells.map((cell, at) => cell.padStart(widths[at + 1]))].join(
        '  ',
      ),
    )
    .join('\n')
}
