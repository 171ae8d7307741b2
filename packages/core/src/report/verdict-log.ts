import { appendFileSync } from 'node:fs'
import type { MatcherCall } from '../matcher.ts'
import type { Verdict } from '../plateau/verdict.ts'

/**
 * Appends one JSON line per verdict to the file that `PLATEAU_VERDICTS` names: `{ test, file, ...verdict }`.
 * For scripts and assistants; nothing is written when the variable is not set.
 */
export function recordVerdict(verdict: Verdict, { test, file }: MatcherCall): void {
  const path = process.env['PLATEAU_VERDICTS']
  if (path) appendFileSync(path, `${JSON.stringify({ test, file, ...verdict })}\n`)
}
