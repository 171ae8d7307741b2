import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { endIn, recordsIn, runHere, runPlateau, SERVER, testFolder } from './run-plateau.ts'

const CHAT = join(SERVER, '..', 'chat.mjs')

async function soakOf(kind: string, iterations: number, options: readonly string[]) {
  const cwd = testFolder()
  const soak = ['soak', '--out', 'out', '--websocket', '/chat']
  const target = ['--', process.execPath, CHAT, kind]
  const { code, stdout, stderr } = await runPlateau(
    [...soak, '--iterations', String(iterations), ...options, ...target],
    cwd,
  )
  return { code, stdout, stderr, end: endIn(cwd), records: recordsIn(cwd) }
}

const TALK = ['--send', '{"join":"{uuid}"}', '--send', 'bye']

testOfWhole(
  'a member who is never forgotten is found with what holds it, and one who is forgotten passes',
  async () => {
    const [leaky, tidy] = await Promise.all([
      soakOf('keeps-members', 800, TALK),
      soakOf('tidy', 2400, TALK),
    ])

    expect(leaky.code).toBe(1)
    expect(leaky.stdout).toContain('members (Map)')
    expect(leaky.stdout).toMatch(/chat\.mjs:\d+/)
    expect(tidy.code).toBe(0)
  },
)

testOfWhole('what stays of clients that vanish is found where they do', async () => {
  const [polite, rude, forgiving] = await Promise.all([
    soakOf('waits-for-bye', 2400, TALK),
    soakOf('waits-for-bye', 800, [...TALK, '--abandon', '50%']),
    soakOf('tidy', 2400, [...TALK, '--abandon', '50%']),
  ])

  expect([polite.code, rude.code, forgiving.code], forgiving.stdout).toEqual([0, 1, 0])
  expect(rude.records).toContainEqual(
    expect.objectContaining({
      kind: 'load',
      message: 'In 50 % of the iterations the client vanishes in the middle, as was asked for.',
    }),
  )
})

testOfWhole(
  'a service that is none for WebSockets fails the soak, and says what it answered',
  async () => {
    const cwd = testFolder()
    const options = ['--iterations', '200', '--out', 'out', '--websocket', '/', '--send', 'a']
    const { code, stdout } = await runPlateau(
      ['soak', ...options, '--', process.execPath, SERVER],
      cwd,
    )

    expect(code).toBe(4)
    expect(stdout).toContain(
      'iterations failed, more than 1 %; the last one because / answered 200 instead of 101.',
    )
  },
)

test('options that go with a WebSocket say so without one', async () => {
  const target = ['--', 'node', 'server.js']
  const { code, stderr } = await runHere(['soak', '--send', 'a', ...target], testFolder())

  expect(code).toBe(2)
  expect(stderr).toContain('--send goes with --websocket /PATH, which is missing.')
})
