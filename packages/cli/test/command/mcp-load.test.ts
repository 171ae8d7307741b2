import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runHere, runPlateau, SERVER, testFolder } from './run-plateau.ts'

const MCP = join(SERVER, '..', 'mcp-http.mjs')

function soakOf(kind: string, options: readonly string[]) {
  const soak = ['soak', '--iterations', '800', '--out', 'out', '--mcp', '/mcp']
  const target = ['--', process.execPath, MCP, kind]
  const call = ['--call', 'echo {"text":"{uuid}"}']
  return runPlateau([...soak, ...call, ...options, ...target], testFolder())
}

test('sessions of clients that vanished are found where a server keeps them, and where it lets them expire it passes', async () => {
  const [polite, rude, expiring] = await Promise.all([
    soakOf('forgets-nobody', []),
    soakOf('forgets-nobody', ['--abandon', '50%']),
    soakOf('expires', ['--abandon', '50%']),
  ])

  expect([polite.code, rude.code, expiring.code]).toEqual([0, 1, 0])
  expect(rude.stdout).toContain('transports (Map)')
})

test('a call without a server is refused', async () => {
  const target = ['--', 'node', 'server.js']
  const { code, stderr } = await runHere(['soak', '--call', 'echo', ...target], testFolder())

  expect(code).toBe(2)
  expect(stderr).toContain('--call goes with --mcp /PATH or --mcp stdio, which is missing.')
})
