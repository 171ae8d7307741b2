import { expect, test } from 'vitest'
import {
  culpritCell,
  culpritLine,
  runnerLines,
  verdictCell,
} from '../workshop/docs/verdict-cells.mjs'
import { keptVerdicts, slim } from '../workshop/docs/verdicts.mjs'

const leaky = {
  id: 'emittery',
  variant: 'leaky',
  runner: 'vitest',
  version: '5.1.1',
  node: '24',
  kind: 'growth',
  probe: 'heap',
  perIteration: 184,
} as const
const repaired = { ...leaky, variant: 'fixed', kind: 'plateau' } as const
const told = {
  ...leaky,
  runner: 'node',
  holder: 'replies → entry',
  place: 'index.js:31',
  name: 'right',
  line: 'right',
} as const

test('a verdict is told with its rate, and by each runner where they differ', () => {
  expect(verdictCell([leaky, repaired, told], 'leaky')).toBe('growth, +184 bytes per iteration')
  expect(verdictCell([{ ...leaky, probe: 'fds', perIteration: 1 }], 'leaky')).toBe(
    'growth, +1 file descriptor per iteration',
  )
  expect(verdictCell([repaired, { ...repaired, runner: 'jest', kind: 'unsettled' }], 'fixed')).toBe(
    'plateau (vitest), unsettled (jest)',
  )
  expect(verdictCell([told], 'leaky')).toBe('not measured')
})

const truth = { addedAt: { file: 'index.js', line: 31 } }

test('a culprit is told with what is wrong about it', () => {
  expect(culpritCell([leaky, told], truth)).toBe('`index.js:31`, `replies → entry`')
  expect(culpritCell([{ ...told, line: 'other', name: 'wrong' }], truth)).toBe(
    '`index.js:31` (another line), `replies → entry` (wrong)',
  )
  expect(culpritCell([repaired], truth)).toBe('not measured')
})

test('what a runner told is judged by the truth', () => {
  const inTime = { ...leaky, holder: 'test.mjs → replies → entry', place: 'lib/index.js:31' }
  const cells = [
    { ...inTime, place: 'lib/index.js:30' },
    { ...inTime, holder: 'objects of once' },
    leaky,
  ].map((row) => culpritCell([row], truth))

  expect(culpritCell([inTime], truth)).toBe('`lib/index.js:31`, `test.mjs → replies → entry`')
  expect(cells).toEqual([
    '`lib/index.js:30` (another line), `test.mjs → replies → entry`',
    '`lib/index.js:31`, `objects of once`',
    'none is told',
  ])
})

test('the sums leave out nothing', () => {
  expect(runnerLines([leaky, repaired, { ...repaired, id: 'co', kind: 'growth' }, told])).toEqual([
    '1 of 1 leaky ones are called growth and 1 of 2 repaired or clean ones a plateau, in vitest 5.1.1, Node 24',
  ])
  expect(
    culpritLine([
      { rows: [leaky, told], truth },
      { rows: [{ ...told, name: 'wrong', line: 'other' }], truth },
      { rows: [], truth },
    ]),
  ).toBe('1 of 3 lines are told right, and 1 of 2 holders')
})

test('what is kept of a row has no path of a machine', () => {
  const at = {
    file: '/home/me/projects/corpus-1/node_modules/emittery-leaky/lib/index.js',
    line: 31,
  }
  const row = {
    ...leaky,
    container: 'module /home/me/plateau/corpus/cases/emittery.mjs → replies',
    site: { file: '/home/me/x/node_modules/map-cache/index.js', line: 3 },
    ms: 3000,
  }

  expect(slim({ ...row, addedAt: at })).toEqual({
    ...leaky,
    holder: 'module cases/emittery.mjs → replies',
    place: 'lib/index.js:31',
  })
  expect(slim({ ...row, addedAt: null }).place).toBe('node_modules/map-cache/index.js:3')
  expect(JSON.stringify(keptVerdicts())).not.toMatch(/"[^"]*\/(?:home|tmp|work|root)\//)
})
