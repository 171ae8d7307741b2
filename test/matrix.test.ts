import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../workshop/installed-project.mjs'
import { runNode } from './run-node.ts'
import { testOfWhole } from './whole.ts'

const MATRIX = join(root, 'workshop', 'matrix', 'matrix.mjs')

/** Of the cells of `npm run measure -- matrix`, those that are like no other test here. `npm test` runs each runner elsewhere. */
const CELLS = [
  { runner: 'vitest', major: '4', mode: 'threads' },
  { runner: 'node-test', mode: 'processes' },
  { runner: 'vitest', major: '3', mode: 'vmForks' },
  { runner: 'jest', major: '29', mode: 'esm' },
  { runner: 'jest', major: '30', mode: 'happy-dom' },
]

for (const cell of CELLS) {
  testOfWhole(
    `every leak turns its own test red, and nothing else does, in ${Object.values(cell).join(' ')}`,
    async () => {
      const named = Object.entries(cell).flatMap(([option, value]) => [`--${option}`, value])
      const { exitCode, output } = await runMatrix([...named, '--short'])

      expect(exitCode, output).toBe(0)
      expect(output).toMatch(/1 cells, 0 red/)
    },
    600_000,
  )
}

test('a mode that does not exist is refused with those that do', async () => {
  const { exitCode, output } = await runMatrix(['--mode', 'fork'])

  expect(exitCode).toBe(2)
  expect(output).toMatch(/^--mode must be one of forks, threads, .*, received fork\.$/m)
})

test('a runner that does not run on a Node is refused', async () => {
  const { exitCode, output } = await runMatrix([
    '--runner',
    'vitest',
    '--major',
    '5',
    '--node',
    '20',
  ])

  expect(exitCode).toBe(2)
  expect(output).toMatch(/^No cell has all of these: /m)
})

function runMatrix(args: readonly string[]): ReturnType<typeof runNode> {
  return runNode([MATRIX, ...args], { cwd: root })
}
