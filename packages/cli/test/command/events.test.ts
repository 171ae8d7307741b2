import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runHere, runPlateau, SERVER, testFolder } from './run-plateau.ts'

const FEED = join(SERVER, '..', 'feed.cjs')

function soakOf(kind: string) {
  const iterations = kind === 'tidy' ? '2400' : '800'
  const soak = [
    'soak',
    '--iterations',
    iterations,
    '--out',
    'out',
    '--events',
    '/feed',
    '--count',
    '2',
  ]
  return runPlateau([...soak, '--', process.execPath, FEED, kind], testFolder())
}

test('listeners of clients that are gone are found with their line, and where they are taken away it passes', async () => {
  const [leaky, tidy] = await Promise.all([soakOf('keeps-listeners'), soakOf('tidy')])

  expect([leaky.code, tidy.code]).toEqual([1, 0])
  expect(leaky.stdout).toMatch(/feed\.cjs:\d+/)
})

test('a number of events without a stream is refused', async () => {
  const target = ['--', 'node', 'server.js']
  const { code, stderr } = await runHere(['soak', '--count', '2', ...target], testFolder())

  expect(code).toBe(2)
  expect(stderr).toContain('--count goes with --events /PATH, which is missing.')
})
