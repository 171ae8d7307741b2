import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { recordsIn, runHere, runPlateau, SERVER, testFolder } from './run-plateau.ts'

const TERMINAL = join(SERVER, '..', 'terminal.mjs')
const TYPED = ['--line', 'add {n}', '--line', 'drop {uuid}']

async function soakOf(kind: string, options: readonly string[]) {
  const cwd = testFolder()
  const soak = ['soak', '--iterations', '3000', '--out', 'out', ...options]
  const run = await runPlateau([...soak, '--', process.execPath, TERMINAL, kind], cwd)
  return { ...run, cwd }
}

testOfWhole('what a terminal program keeps of its lines is found', async () => {
  const { code, stdout } = await soakOf('keeps-lines', TYPED)

  expect(code).toBe(1)
  expect(stdout).toMatch(/terminal\.mjs:\d+/)
})

testOfWhole(
  'a terminal program that keeps nothing passes, also where the client does not wait',
  async () => {
    const { code, cwd } = await soakOf('tidy', [...TYPED, '--abandon', '20%'])

    expect(code).toBe(0)
    expect(recordsIn(cwd)).toContainEqual(
      expect.objectContaining({
        message:
          'In 20 % of the iterations the client goes on without waiting for an answer, as was asked for.',
      }),
    )
  },
)

testOfWhole('an answer ends with the line that was named', async () => {
  const { code } = await soakOf('wordy', [...TYPED, '--until', 'ok', '--explain', 'off'])

  expect(code).toBe(0)
})

testOfWhole.each([
  ['silent', [], 'It has printed no line to stdout at all'],
  ['tidy', ['--answers', '2'], 'Each text that is sent awaits 2 of its lines'],
  ['tidy', ['--until', '$'], "None of the lines that it prints contains '$'"],
])('one that is %s with %j fails the soak, and says what to do', async (kind, options, advice) => {
  const { code, stdout } = await soakOf(kind, ['--line', 'a', '--timeout', '500ms', ...options])

  expect(code).toBe(4)
  expect(stdout).toContain('The target has not answered for 0.5 s')
  expect(stdout).toContain(advice)
})

testOfWhole('one that ends by itself fails the soak with its code', async () => {
  const { code, stdout } = await soakOf('quits', ['--line', 'a'])

  expect(code).toBe(4)
  expect(stdout).toMatch(/ended by itself.*code 3/)
})

test.each<[readonly string[], string]>([
  [
    ['--line', 'a', '--pid', '4711'],
    'lines (--line) needs a command that is started here, received pid',
  ],
  [['--until', 'ok', '--', 'node', 'a.js'], "--until goes with --line 'TEXT', which is missing."],
  [
    ['--line', '@none.txt', '--', 'node', 'a.js'],
    "load.lines.send (--line) takes its body from 'none.txt'",
  ],
])('%j is refused', async (options, message) => {
  const { code, stderr } = await runHere(['soak', ...options], testFolder())

  expect(code).toBe(2)
  expect(stderr).toContain(message)
})
