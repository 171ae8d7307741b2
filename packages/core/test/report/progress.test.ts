import { expect, test } from 'vitest'
import { isWatched, progressLine } from '../../src/report/progress.ts'

test.each([
  ['a terminal', {}, true],
  ["a worker of Vitest's in a terminal", { FORCE_TTY: 'true' }, false],
  ["a worker of Jest's in a terminal", { JEST_WORKER_ID: '1', FORCE_COLOR: '1' }, false],
])('%s is watched', (_, environment, isTerminal) => {
  expect(isWatched(environment, isTerminal)).toBe(true)
})

test.each([
  ['a pipe', {}, false],
  ['a pipe with colours', { FORCE_COLOR: '1' }, false],
  ["a worker of Vitest's without a terminal", { FORCE_TTY: '' }, false],
  ["a worker of Jest's without colours", { JEST_WORKER_ID: '1', FORCE_COLOR: '0' }, false],
  ['a terminal in CI', { CI: 'true', FORCE_TTY: 'true' }, true],
])('%s is not', (_, environment, isTerminal) => {
  expect(isWatched(environment, isTerminal)).toBe(false)
})

test('the line names the check and how long it may take', () => {
  expect(progressLine({ name: 'render', limitMs: 4500 })).toMatchInlineSnapshot(
    `"Plateau is checking render for leaks: 1 s so far, at most 4.5 s."`,
  )
})
