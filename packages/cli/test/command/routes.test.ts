import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { runHere, runPlateau, SERVER, testFolder } from './run-plateau.ts'

const SHOP = join(SERVER, '..', 'shop.cjs')

testOfWhole(
  'each route is soaked in a fresh process, the table tells which one leaks, and the worst verdict counts',
  {
    timeout: 300_000,
  },
  async () => {
    const cwd = testFolder()
    writeFileSync(join(cwd, 'routes.txt'), '/clean\n/leak?card=4711\n/gone\n')
    const soak = [
      'soak',
      '--iterations',
      '800',
      '--routes',
      'routes.txt',
      '--json',
      'out.json',
      '--issue-draft',
      'issue.md',
    ]
    const { code, stdout } = await runPlateau([...soak, '--', process.execPath, SHOP], cwd)

    expect(code).toBe(1)
    const table = stdout.slice(stdout.indexOf('route            verdict'))
    expect(table).toMatch(/^route +verdict +grows by +allocated at +held by\n/)
    expect(table).toMatch(
      /\n\/leak\?card=4711 +growth +(?:heap \+\S+|entries in the heap) .*shop\.cjs:\d+ +yours\n/,
    )
    expect(table).toMatch(/\n\/gone +incomplete\n\/clean +plateau\n/)
    expect(table).toMatch(
      /\n\/gone: The run is incomplete: .* \/gone answered 404 instead of a status below 400/,
    )
    const draft = readFileSync(join(cwd, 'issue.md'), 'utf8')
    // Where the server frees something of its own meanwhile, the entries convict alone.
    expect(draft).toMatch(
      /^# Memory grows with each iteration of \/leak\?…: (?:heap \+|entries in)/,
    )
    expect(draft).toContain('Draft for your own tracker')
    expect(draft).not.toContain('card')
    const { routes } = JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'))
    expect(routes).toMatchObject([
      { route: '/clean', outcome: 'plateau' },
      { route: '/leak?card=4711', outcome: 'growth' },
      { route: '/gone', outcome: 'target' },
    ])
  },
)

test('what says beside the routes what an iteration is, and a resumed run, are refused', async () => {
  const cwd = testFolder()
  const target = ['--', 'node', 'server.js']
  const both = await runHere(['soak', '--routes', 'a.txt', '--request', '/', ...target], cwd)

  expect(both.code).toBe(2)
  expect(both.stderr).toContain(
    'load.routes (--routes) and load.request both say what one iteration is: leave one of them out.',
  )
})
