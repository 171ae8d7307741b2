import { expect, test } from 'vitest'
import { clockEvents } from '../../src/run/clock-events.ts'

const BEFORE = { elapsedMs: 60_000, wall: 1_769_825_820_000 }

function after(elapsedMs: number, wallMs = elapsedMs) {
  return { elapsedMs: BEFORE.elapsedMs + elapsedMs, wall: BEFORE.wall + wallMs }
}

test('clocks that agree tell nothing', () => {
  expect(clockEvents(BEFORE, after(10_000, 11_500), 10_000)).toEqual([])
})

test('a wall clock that is set is told, and the time of the run stays that of the other', () => {
  expect(clockEvents(BEFORE, after(10_000, 3_610_000), 10_000)).toEqual([
    {
      kind: 'clock',
      message:
        'The wall clock jumped forward by 3600.0 s: it was set, or the machine slept. Times of this run are taken from a clock that does not jump.',
    },
  ])
  expect(clockEvents(BEFORE, after(10_000, -50_000), 10_000)).toMatchObject([
    { message: expect.stringContaining('jumped back by 60.0 s') },
  ])
})

test('a gap between samples is told where it is far longer than usual', () => {
  expect(clockEvents(BEFORE, after(31_000), 10_000)).toEqual([
    {
      kind: 'gap',
      message:
        'No sample was taken for 31.0 s, where 10.0 s are usual: the target or the machine stood still.',
    },
  ])
  expect(clockEvents(BEFORE, after(4000), 100)).toEqual([])
  expect(clockEvents(BEFORE, after(90_000), undefined)).toEqual([])
})
