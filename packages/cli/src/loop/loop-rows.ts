import { readFileSync } from 'node:fs'
import { MisuseError } from '@plateau/core'
import type { LoopRow } from '@plateau/core/loop'
import { EXIT } from '@plateau/go/kit'

/** The rows of a file that `--json` wrote. Throws `MisuseError` for any other. */
export function readReport(file: string): readonly LoopRow[] {
  try {
    const { rows } = JSON.parse(readFileSync(file, 'utf8')) as { rows?: readonly LoopRow[] }
    if (Array.isArray(rows)) return rows
  } catch {
    // Told below.
  }
  throw new MisuseError(`'${file}' was not written by plateau loop --json.`)
}

const WORST_FIRST: readonly LoopRow['kind'][] = ['growth', 'unsettled', 'unloopable', 'plateau']

export function worstFirst(rows: readonly LoopRow[]): readonly LoopRow[] {
  const rank = ({ kind }: LoopRow) => WORST_FIRST.indexOf(kind)
  return [...rows].sort(
    (one, other) =>
      rank(one) - rank(other) ||
      Math.abs(other.perIteration ?? 0) - Math.abs(one.perIteration ?? 0) ||
      one.file.localeCompare(other.file),
  )
}

/**
 * A test that cannot be repeated decides nothing, so where none can be, nothing is settled; one that failed in its own run makes
 * the suite the failure.
 */
export function exitCodeOf(rows: readonly LoopRow[]): number {
  if (rows.some(({ kind }) => kind === 'growth')) return EXIT.growth
  if (rows.length === 0 || rows.some(({ failed }) => failed)) return EXIT.targetFailed
  const isSettled = isAnyJudged(rows) && rows.every(({ kind }) => kind !== 'unsettled')
  return isSettled ? EXIT.plateau : EXIT.unsettled
}

/** Whether a loop says anything: of what cannot be looped, nothing is known. */
export function isAnyJudged(rows: readonly LoopRow[]): boolean {
  return rows.some(({ kind }) => kind !== 'unloopable')
}
