import { expect, test } from 'vitest'
import { viewOf } from '../../src/report/run-view.ts'
import { textSummary } from '../../src/report/text-summary.ts'
import { GROWING_SOAK, HOSTILE_SOAK, LEVEL_SOAK } from './recorded-soak.ts'

test('counts a thread beside the processes, for it is none', () => {
  const soak = GROWING_SOAK.map((record) =>
    record.type === 'process' && record.process === 'worker 2'
      ? { ...record, isThread: true }
      : record,
  )

  expect(textSummary(viewOf(soak))).toContain('12 000 iterations in 1 min, 1 process and 1 thread,')
})

test('tells what grew, since when, how fast and where it is allocated', () => {
  expect(textSummary(viewOf(GROWING_SOAK))).toMatchInlineSnapshot(`
    "growth: The heap of main grows by +112 bytes per iteration since about iteration 5 000, 25 s after the start (2026-11-21 02:17 UTC), allocated at src/sessions.ts:41.
      orders, 12 000 iterations in 1 min, 2 processes, checkpoints

    main: growth
      heap          ▁▁▁▁▁▁▂▃▄▅▆▇█  52.0 MB to 52.8 MB
      fds           ▁▁▁▁▁▁▁▁▁▁▁▁▁  21
      expected scenario not to leak, but heap grew +112 bytes per iteration (95% interval 111 to 113, 10000 iterations)
        grows         +1 Session, +112 bytes per iteration
        allocated at  src/sessions.ts:41:18  remember
        retained by   module src/sessions.ts → sessions (Map) → entry → Session
        fingerprint   3f9a2c1b
        heap      ▁▁▁▁▁▁▂▃▄▅▆▇█  52.0 MB to 52.8 MB over iterations 0 to 12000
        Remove each entry when its work ends, or give the store a limit. If it is meant to fill up to n entries, pass bounded: n.
        heap has grown since about iteration 5 000, 25 s after the start (2026-11-21 02:17 UTC).
        The process would reach its limit of 64.0 MB 5 h after the last sample, about 2026-11-21 07:18 UTC: after 4 h at the earliest, and it may never be reached (90% interval).

    worker 2: plateau
      heap          ▁▁███████████  30.0 MB to 31.4 MB
      fds           ▁▁▁▁▁▁▁▁▁▁▁▁▁  21
      scenario levelled off (10000 iterations, 60 s); the smallest leak per iteration that would have shown: heap 0.6, fds 0
        That is one object of 40 bytes in every 66 iterations. What is rarer or smaller may have passed.

    What happened:
      10 s          Warmed up after 2000 iterations.
      41 s          main: 3 requests had not ended after 5 s.
    "
  `)
})

test('tells of a plateau what would have shown', () => {
  expect(textSummary(viewOf(LEVEL_SOAK))).toMatchInlineSnapshot(`
    "plateau: Nothing grew above 0.6 B per iteration in the heap; it holds 31.4 MB, level since iteration 2 000.
      orders, 12 000 iterations in 1 min, 1 process, checkpoints

    worker 2: plateau
      heap          ▁▁███████████  30.0 MB to 31.4 MB
      fds           ▁▁▁▁▁▁▁▁▁▁▁▁▁  21
      scenario levelled off (10000 iterations, 60 s); the smallest leak per iteration that would have shown: heap 0.6, fds 0
        That is one object of 40 bytes in every 66 iterations. What is rarer or smaller may have passed.
    "
  `)
})

test('tells of a run that was cut off that it is no pass', () => {
  expect(textSummary(viewOf(LEVEL_SOAK.slice(0, -1), 1))).toMatchInlineSnapshot(`
    "incomplete: The run is incomplete: its file has no end line, so it still goes on, was killed, or could not be written.
      orders, 12 000 iterations in 1 min, 1 process, checkpoints
      1 line of the run file could not be read and is left out.

    worker 2: incomplete
      heap          ▁▁███████████  30.0 MB to 31.4 MB
      fds           ▁▁▁▁▁▁▁▁▁▁▁▁▁  21
      worker 2 was not judged: the run ended without a verdict on it, after 13 samples.
    "
  `)
})

test('passes no order on to the terminal', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(textSummary(viewOf(HOSTILE_SOAK))).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
})
