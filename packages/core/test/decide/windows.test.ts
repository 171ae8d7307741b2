import { expect, it } from 'vitest'
import { createHistory, type Deed, type History, note } from '../../src/decide/history.ts'
import { restOfDoubling } from '../../src/decide/windows.ts'
import { PROBES } from './made-up-check.ts'

/** Deeds of the gate, with the iterations completed after each. */
function historyOf(...deeds: readonly (readonly [Deed, number])[]): History {
  const history = createHistory(PROBES)
  for (const [deed, completed] of deeds)
    note(history, { phase: 'full', deed, completed, elapsedMs: 0, tookMs: 1 })
  return history
}

function nextOf(history: History): number | 'collect' | undefined {
  const sample = [...history.deeds.slice(0, history.length)].lastIndexOf(FULL)
  const step = restOfDoubling(history, 'full', sample)
  if (step === undefined) return undefined
  return step.do === 'run' ? step.iterations : 'collect'
}

const FULL = historyOf(['full', 0]).deeds[0] ?? 0

const FIRST = [
  ['run', 80],
  ['full', 80],
  ['run', 160],
  ['full', 160],
] as const

it('a doubling as long as the longest window before it is run at once', () => {
  expect(nextOf(historyOf(...FIRST.slice(0, 2)))).toBe(80)
  expect(nextOf(historyOf(...FIRST.slice(0, 3)))).toBeUndefined()
})

it('a longer one is collected in its midst', () => {
  const halves = [
    ['run', 240],
    ['collect', 240],
    ['run', 320],
  ] as const

  expect(nextOf(historyOf(...FIRST))).toBe(80)
  expect(nextOf(historyOf(...FIRST, ...halves.slice(0, 1)))).toBe('collect')
  expect(nextOf(historyOf(...FIRST, ...halves.slice(0, 2)))).toBe(80)
  expect(nextOf(historyOf(...FIRST, ...halves))).toBeUndefined()
})

it('one of more than three windows is run at once, for to count costs as many collections', () => {
  const after = (completed: number) => historyOf(...FIRST, ['run', completed], ['full', completed])

  // The run before was a window itself.
  expect(nextOf(after(240))).toBe(80)
  expect(
    nextOf(
      historyOf(
        ['run', 80],
        ['full', 80],
        ['look', 80],
        ['run', 160],
        ['look', 160],
        ['run', 240],
        ['look', 240],
        ['full', 240],
      ),
    ),
  ).toBe(80)
  expect(
    nextOf(
      historyOf(
        ['run', 80],
        ['full', 80],
        ['run', 160],
        ['look', 160],
        ['run', 240],
        ['look', 240],
        ['run', 320],
        ['full', 320],
      ),
    ),
  ).toBe(320)
})

it('what is missing after an odd window is all that is run', () => {
  const odd = historyOf(
    ['run', 80],
    ['full', 80],
    ['run', 150],
    ['full', 150],
    ['run', 225],
    ['collect', 225],
  )

  expect(nextOf(odd)).toBe(75)
})
