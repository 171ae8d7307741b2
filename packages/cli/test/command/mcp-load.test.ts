import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { runHere, runPlateau, SERVER, testFolder } from './run-plateau.ts'

const MCP = join(SERVER, '..', 'mcp-http.mjs')

function soakOf(kind: string, options: readonly string[]) {
  const soak = ['soak', '--out', 'out', '--mcp', '/mcp']
  const target = ['--', process.execPath, MCP, kind]
  const call = ['--call', 'echo {"text":"{uuid}"}']
  return runPlateau([...soak, ...call, ...options, ...target], testFolder())
}

testOfWhole('sessions of clients that vanished are found where a server keeps them', async () => {
  const { code, stdout } = await soakOf('forgets-nobody', [
    '--iterations',
    '800',
    '--abandon',
    '50%',
  ])

  expect(code, stdout).toBe(1)
  expect(stdout).toContain('transports (Map)')
})

for (const [kind, options] of [
  ['forgets-nobody', []],
  ['expires', ['--abandon', '50%']],
] as const) {
  testOfWhole(`a server that ${kind}, asked with ${options}, passes`, async () => {
    // The SDK's own server rises by 20 bytes a session, whoever asks it; a session that is kept is of 11 kB.
    const tolerated = ['--iterations', '1200', '--tolerate', 'heap=200']
    const { code, stdout } = await soakOf(kind, [...tolerated, ...options])

    expect(code, stdout).toBe(0)
  })
}

test('a call without a server is refused', async () => {
  const target = ['--', 'node', 'server.js']
  const { code, stderr } = await runHere(['soak', '--call', 'echo', ...target], testFolder())

  expect(code).toBe(2)
  expect(stderr).toContain('--call goes with --mcp /PATH or --mcp stdio, which is missing.')
})
