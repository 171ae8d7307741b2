import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { recordsIn, runHere, runPlateau, SERVER, testFolder } from './run-plateau.ts'

const SERVERS = join(SERVER, '..')
const CALL = ['--call', 'echo {"text":"{uuid}"}']

async function soakOf(program: readonly string[], options: readonly string[], iterations = 3000) {
  const cwd = testFolder()
  const soak = [
    'soak',
    '--iterations',
    `${iterations}`,
    '--out',
    'out',
    '--mcp',
    'stdio',
    ...options,
  ]
  const { code, stdout, stderr } = await runPlateau(
    [...soak, '--', process.execPath, ...program],
    cwd,
  )
  return { code, stdout, stderr, cwd }
}

const STDIO = join(SERVERS, 'mcp-stdio.mjs')

testOfWhole(
  'what a server over stdio keeps of its calls is found, and one that keeps nothing passes',
  async () => {
    const [leaky, tidy] = await Promise.all([
      soakOf([STDIO, 'keeps-answers'], CALL),
      soakOf([STDIO, 'tidy'], [...CALL, '--abandon', '20%']),
    ])

    expect([leaky.code, tidy.code]).toEqual([1, 0])
    expect(leaky.stdout).toMatch(/mcp-stdio\.mjs:1\d/)
    expect(recordsIn(tidy.cwd)).toContainEqual(
      expect.objectContaining({
        message:
          'In 20 % of the iterations the client takes back what it has asked, as was asked for.',
      }),
    )
  },
)

testOfWhole('what stays of calls that were taken back is found where they are', async () => {
  const [patient, hasty] = await Promise.all([
    soakOf([STDIO, 'keeps-cancelled'], CALL),
    // What chance keeps is even over more iterations.
    soakOf([STDIO, 'keeps-cancelled'], [...CALL, '--abandon', '50%'], 12_000),
  ])

  expect([patient.code, hasty.code], hasty.stdout).toEqual([0, 1])
  expect(hasty.stdout).toContain('pending (Map)')
})

testOfWhole(
  'a server that logs to stdout is understood all the same, and what it says there is not kept',
  async () => {
    const { code, cwd } = await soakOf([STDIO, 'chatty'], [...CALL, '--explain', 'off'])

    expect([0, 3]).toContain(code)
    expect(() => readFileSync(join(cwd, 'out', 'output.log'), 'utf8')).toThrow('ENOENT')
  },
)

testOfWhole(
  'a program that prints no protocol fails the soak, and where servers log is told',
  async () => {
    const talks = "setInterval(() => console.log('Server listening'), 50)"
    const { code, stdout } = await soakOf(['-e', talks], ['--timeout', '500ms'])

    expect(code).toBe(4)
    expect(stdout).toContain(
      'The target has not answered for 0.5 s: 4 iterations in a row were given up. It prints lines to stdout that are no messages of the protocol: a server over stdio logs to stderr',
    )
  },
)

test.each<[readonly string[], string]>([
  [
    ['--mcp', 'stdio', '--pid', '4711'],
    "mcp: 'stdio' (--mcp stdio) needs a command that is started here, received pid",
  ],
  [
    ['--mcp', 'stdio', '--url', 'http://127.0.0.1:1', '--', 'node', 'a.js'],
    "target.url has no meaning beside mcp: 'stdio' (--mcp stdio)",
  ],
])('%j is refused', async (options, message) => {
  const { code, stderr } = await runHere(['soak', ...options], testFolder())

  expect(code).toBe(2)
  expect(stderr).toContain(message)
})
