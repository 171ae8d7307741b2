import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DecidedCheck, toHistoryFile } from '../decide/history-json.ts'

/** Names of functions stand in it: for its owner alone. */
const PRIVATE_FILE = 0o600
const PRIVATE_FOLDER = 0o700

/**
 * Writes what a check did and read, one file a check, into the folder that `PLATEAU_HISTORY` names: what a report of a
 * false alarm needs, and what a test replays.
 */
export function keepHistory(check: DecidedCheck): void {
  const folder = process.env['PLATEAU_HISTORY']
  if (!folder) return
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER })
  const { name, history } = check
  const safe = name.replace(/[^\w.-]+/g, '-').slice(0, 60) || 'scenario'
  const file = join(folder, `${safe}-${process.pid}-${Date.now()}-${history.length}.json`)
  writeFileSync(file, `${JSON.stringify(toHistoryFile(check))}\n`, {
    mode: PRIVATE_FILE,
  })
}
