import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { runHere, runPlateau, SERVER, testFolder } from './run-plateau.ts'

const FEED = join(SERVER, '..', 'feed.cjs')

function soakOf(kind: string, iterations: number) {
  const load = ['--events', '/feed', '--count', '2', '--iterations', String(iterations)]
  const soak = ['soak', '--out', 'out', ...load]
  return runPlateau([...soak, '--', process.execPath, FEED, kind], testFolder())
}

testOfWhole('listeners of clients that are gone are found with their line', async () => {
  const { code, stdout } = await soakOf('keeps-listeners', 800)

  expect(code).toBe(1)
  expect(stdout).toMatch(/feed\.cjs:\d+/)
})

testOfWhole('where listeners of clients that are gone are taken away it passes', async () => {
  const { code, stdout } = await soakOf('tidy', 2400)

  expect(code, stdout).toBe(0)
})

test('a number of events without a stream is refused', async () => {
  const target = ['--', 'node', 'server.js']
  const { code, stderr } = await runHere(['soak', '--count', '2', ...target], testFolder())

  expect(code).toBe(2)
  expect(stderr).toContain('--count goes with --events /PATH, which is missing.')
})
