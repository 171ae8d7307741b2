import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KnownLeak } from '@plateau/core'
import type { LoopRow } from '@plateau/core/loop'
import { expect, test } from 'vitest'
import { schemaErrors } from '../../../../test/schema-errors.ts'
import { staleEntries, updateLedger, writeLedger } from '../../src/loop/ledger.ts'

const entry: KnownLeak = {
  match: { fingerprint: 'abc' },
  maxPerIteration: 100,
  reason: 'issue 41',
  until: '2999-01-31',
}

function rowWith(bytes: number): LoopRow {
  return {
    id: 'leaks',
    file: 'a.test.ts',
    kind: 'plateau',
    runner: 'vitest',
    node: '24.0.0',
    known: [{ fingerprint: 'abc', bytes }],
    iterations: 100,
    ms: 10,
  }
}

test('an entry that is found, and in force, is not stale', () => {
  expect(staleEntries([entry], [rowWith(64)])).toEqual([])
})

test('an entry past its date, and one that matches nothing, are told', () => {
  const past = { ...entry, until: '2020-01-31' }
  expect(staleEntries([past], [rowWith(64)])).toEqual([
    'plateau.known.json: {"fingerprint":"abc"} (issue 41) was accepted until 2020-01-31 only: repair it, or decide on a later day.',
  ])
  expect(staleEntries([entry], [])).toEqual([
    'plateau.known.json: {"fingerprint":"abc"} (issue 41) matches nothing any more: plateau ledger prune removes it.',
  ])
})

test.each([
  [64, 64],
  [500, 100],
])('an update with %i bytes found leaves %i: it lowers and never raises', (found, left) => {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-ledger-'))
  writeLedger([entry], folder)
  updateLedger([rowWith(found)], folder)
  const { known } = JSON.parse(readFileSync(join(folder, 'plateau.known.json'), 'utf8'))
  expect(known).toEqual([{ ...entry, maxPerIteration: left }])
})

test.each([
  [{}, []],
  [{ owner: 'orders', match: { path: 'sessions (Map)' } }, []],
  [{ until: 'next week' }, [expect.stringContaining('/known/0/until must match pattern')]],
  [{ maxPerIteration: -1 }, ['/known/0/maxPerIteration must be >= 0']],
  [{ reason: '' }, ['/known/0/reason must NOT have fewer than 1 characters']],
])('a ledger with %j is judged by its schema, which it names', (changes, errors) => {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-ledger-'))
  writeLedger([{ ...entry, ...changes }], folder)
  const ledger = JSON.parse(readFileSync(join(folder, 'plateau.known.json'), 'utf8'))

  expect(schemaErrors('cli/schemas/ledger.schema.json', ledger)).toEqual(errors)
  expect(ledger.$schema).toBe('./node_modules/@plateau/cli/schemas/ledger.schema.json')
})
