import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runNode } from '../../../../test/run-node.ts'

const CHECK = `
import { checkLeak } from '@plateau/core'
const kept = []
const { kind, notes = [], unmeasured = [] } = await checkLeak(() => void kept.push({ some: 'bytes' }), { timeLimitMs: 20_000 })
console.log(kind, [...notes, ...unmeasured].join(' '))
`

/** What a check of an obvious leak tells in a Node with these options. */
async function told(...options: readonly string[]): Promise<string> {
  const args = [
    '--conditions=source',
    '--no-warnings',
    ...options,
    '--input-type=module',
    '-e',
    CHECK,
  ]
  return (await runNode(args, { cwd: import.meta.dirname })).output
}

test('a profile that --heap-prof takes is left whole, and the check says what it could not see', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-heap-prof-'))
  try {
    const output = await told('--heap-prof', `--heap-prof-dir=${folder}`)

    expect(output).not.toMatch(/^plateau/)
    expect(output).toContain('--heap-prof')
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.heapprofile$/)])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('where the inspector is forbidden, a leak does not pass', async () => {
  const allowed = ['--allow-fs-read=*', '--allow-fs-write=*']
  const output = await told('--permission', ...allowed)

  expect(output).toMatch(/^(growth|unsettled)/)
  expect(output).toContain('Objects were not counted')
})
