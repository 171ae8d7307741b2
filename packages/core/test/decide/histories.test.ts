import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fromHistoryFile } from '../../src/decide/history-json.ts'
import { next } from '../../src/decide/next-step.ts'

const FOLDER = join(import.meta.dirname, '..', 'histories')

/** Checks that decided wrongly once, or must never: as `PLATEAU_HISTORY` wrote them, named by what they are of. */
const kept = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))

test.each(kept.filter((file) => file.startsWith('clean-')))('%s is never red', (file) => {
  expect(decisionOf(file)).toBeOneOf(['plateau', 'undecided'])
})

test.each(kept.filter((file) => file.startsWith('leaky-')))('%s never passes', (file) => {
  expect(decisionOf(file)).not.toBe('plateau')
})

/** What the procedure says of all that was done; `undecided` where it would go on. */
function decisionOf(file: string): string {
  const { history, terms } = fromHistoryFile(readFileSync(join(FOLDER, file), 'utf8'))
  const step = next(history, terms)
  return step.do === 'end' ? step.decision.kind : 'undecided'
}
