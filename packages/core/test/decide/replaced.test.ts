import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type History, placesOf } from '../../src/decide/history.ts'
import { fromHistoryFile } from '../../src/decide/history-json.ts'
import { judgeRows } from '../../src/decide/judge-look.ts'

const FILE = join(import.meta.dirname, '..', 'histories', 'leaky-errors-kept-in-jest.json')

/** Bytes per iteration of the births in that history. */
const KEPT = 960

/** Whether they convict where the heap rose by these parts of them in the two doublings of the gate. */
function convicts(first: number, second: number): boolean {
  const { history, terms } = fromHistoryFile(readFileSync(FILE, 'utf8'))
  const shares = [0, first, second]
  let heap = 80e6
  placesOf(history, 'full', 'full').forEach((at, sample) => {
    heap += (shares[sample] ?? 0) * KEPT * iterationsUpTo(history, at)
    history.readings[at * history.probes.length] = heap
  })
  return judgeRows(history, terms).growth.length > 0
}

/** Of the run before a sample. */
function iterationsUpTo(history: History, at: number): number {
  return (history.completed[at] ?? 0) - (history.completed[at - 2] ?? 0)
}

describe('what survives takes the place of what was kept before', () => {
  it('where the heap rose by less than half of it in the latest doubling, and by less than a fifth in one', () => {
    expect(convicts(0.49, 0.19)).toBe(false)
    expect(convicts(0.19, 0.49)).toBe(false)
    expect(convicts(0.51, 0)).toBe(false)
    expect(convicts(0, 0.51)).toBe(true)
    expect(convicts(0.21, 0.21)).toBe(true)
  })

  it('not where it fell by more: that is no level heap', () => {
    expect(convicts(0.1, -0.49)).toBe(false)
    expect(convicts(0.1, -0.51)).toBe(true)
  })
})
