// What a run of the corpus in a runner left, as rows.
import { existsSync, readFileSync } from 'node:fs'
import { verdictColumns } from '../rows.mjs'

/** One row a check, from the verdicts that the adapter left and the report that the runner wrote. */
export function corpusRows({ runner, checks, verdicts, report, timeoutMs, output, node }) {
  const judged = readVerdicts(verdicts)
  const outcomes = readOutcomes(report)
  return checks.map((check) => {
    const file = `${check.id}.${check.variant}.test.mjs`
    const verdict = judged.get(file)
    const outcome = outcomes?.get(file)
    // Without a report the runner was ended after the check, by an error of the package's own.
    const agrees = !outcomes || (verdict?.kind === 'plateau') === (outcome?.status === 'passed')
    const kind = verdict && agrees ? verdict.kind : 'error'
    return {
      id: check.id,
      variant: check.variant,
      leaky: check.leaky,
      metric: check.metric,
      runner: runner.name,
      version: runner.version,
      node,
      ...verdictColumns(verdict),
      kind,
      probes: (verdict?.growth ?? verdict?.suspects ?? []).map(({ probe }) => probe),
      timeoutMs,
      ...(kind === 'error'
        ? { error: outcome?.message ?? `the check left no verdict\n${output}` }
        : {}),
    }
  })
}

/** By file name. */
function readVerdicts(path) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
  return new Map(
    lines.map((line) => {
      const verdict = JSON.parse(line)
      return [verdict.file.split(/[\\/]/).at(-1), verdict]
    }),
  )
}

/** By file name; undefined when the runner wrote no report. */
function readOutcomes(path) {
  if (!existsSync(path)) return undefined
  return new Map(
    JSON.parse(readFileSync(path, 'utf8')).testResults.map(
      ({ name, assertionResults, message }) => {
        const [result] = assertionResults
        return [
          name.split(/[\\/]/).at(-1),
          { status: result?.status, message: result?.failureMessages?.[0] ?? message },
        ]
      },
    ),
  )
}
