// What the checks of one run said, by the test that made them.
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'

/**
 * The rows of a file of verdicts; none where it is not there. A line that a kill cut off is left out.
 *
 * @returns {{ id: string, file: string, kind: string, culprit?: any, growth?: any, verdict: any }[]}
 */
export function readVerdicts(path) {
  if (!existsSync(path)) return []
  const rows = readFileSync(path, 'utf8').split('\n').flatMap(rowOf)
  // A retried test has several: the last is what the runner reported.
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}

function rowOf(line) {
  if (line === '') return []
  try {
    const { test, file, ...verdict } = JSON.parse(line)
    const { kind, growth = [], culprits = [] } = verdict
    return [
      {
        id: `${shown(file)} › ${test}`,
        file,
        kind,
        growth: growth[0],
        culprit: culprits[0],
        verdict,
      },
    ]
  } catch {
    return []
  }
}

/** Relative to the checkout, whichever it was. */
function shown(file) {
  const base = `${process.env.RUNNER_TEMP ?? ''}/plateau-base/`
  return file.startsWith(base) ? file.slice(base.length) : fromRoot(file)
}

/** As GitHub names a file: from the repository's root. Plateau names it from where the command ran. */
export function fromRoot(file) {
  const path = file.replace(/^file:\/\//, '')
  const root = process.env.GITHUB_WORKSPACE ?? process.cwd()
  return isAbsolute(path) ? relative(root, path) : join(process.env.PLATEAU_FOLDER ?? '.', path)
}
