import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KnownLeak } from '@plateau/core'
import { KNOWN_FILE, knownIn, type LoopRow } from '@plateau/core/loop'

/** A culprit of a looped suite by its fingerprint, and what it leaves per run of its test at most. */
type Found = ReadonlyMap<string, number>

export function foundIn(rows: readonly LoopRow[]): Found {
  const found = new Map<string, number>()
  const all = rows.flatMap(({ known = [], culprits = [] }) => [
    ...known,
    ...culprits.map(({ fingerprint, perIteration }) => ({
      fingerprint,
      bytes: perIteration.bytes,
    })),
  ])
  for (const { fingerprint, bytes } of all) {
    found.set(fingerprint, Math.max(bytes, found.get(fingerprint) ?? 0))
  }
  return found
}

/** A sentence for each entry that is past its date, or matches nothing any more. */
export function staleEntries(
  known: readonly KnownLeak[],
  rows: readonly LoopRow[] | undefined,
  today: string = new Date().toISOString().slice(0, 10),
): readonly string[] {
  const found = rows && foundIn(rows)
  return known.flatMap((leak) => {
    const name = `${KNOWN_FILE}: ${JSON.stringify(leak.match)} (${leak.reason})`
    if (leak.until < today) {
      return [`${name} was accepted until ${leak.until} only: repair it, or decide on a later day.`]
    }
    const isGone = found && 'fingerprint' in leak.match && !found.has(leak.match.fingerprint)
    return isGone ? [`${name} matches nothing any more: plateau ledger prune removes it.`] : []
  })
}

export function writeLedger(known: readonly KnownLeak[], cwd: string): void {
  const content = { $schema: SCHEMA, known }
  writeFileSync(join(cwd, KNOWN_FILE), `${JSON.stringify(content, null, 2)}\n`)
}

const SCHEMA = './node_modules/@plateau/cli/schemas/ledger.schema.json'

/** A ratchet: entries are lowered to what was found, and what was not found is removed. Nothing is added or raised. */
export function updateLedger(rows: readonly LoopRow[], cwd: string): string {
  const found = foundIn(rows)
  const before = knownIn(cwd)
  const after = before.flatMap((leak) => {
    if (!('fingerprint' in leak.match)) return [leak]
    const bytes = found.get(leak.match.fingerprint)
    if (bytes === undefined) return []
    return [{ ...leak, maxPerIteration: Math.min(leak.maxPerIteration, Math.ceil(bytes)) }]
  })
  writeLedger(after, cwd)
  return `${KNOWN_FILE}: ${after.length} of ${before.length} entries are left.\n`
}
