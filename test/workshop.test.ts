import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../workshop/command-list.mjs'
import { root } from '../workshop/installed-project.mjs'
import { progressLine } from '../workshop/progress.mjs'
import { runNode } from './run-node.ts'

const workshop = join(root, 'workshop')

/** What one look takes in. */
const MOST_FILES_IN_A_FOLDER = 12
const MOST_SCRIPTS = 10

test('no folder of the workshop has more files than one look takes in', () => {
  const folders = readdirSync(workshop, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name))
  for (const folder of [workshop, ...folders]) {
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length, folder).toBeLessThanOrEqual(MOST_FILES_IN_A_FOLDER)
  }
})

test('the root has few scripts, none of which runs before another', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

  expect(Object.keys(scripts).length).toBeLessThanOrEqual(MOST_SCRIPTS)
  const twins = Object.keys(scripts).filter((name) => scripts[name.replace(/^pre/, '')])
  expect(twins.filter((name) => name.startsWith('pre'))).toEqual([])
})

describe('npm run measure', () => {
  test('lists every command with a line', async () => {
    const { exitCode, output } = await run()

    expect(exitCode).toBe(0)
    for (const [name, { file, text }] of Object.entries(COMMANDS)) {
      expect(output).toMatch(new RegExp(`^  ${name} +${text.slice(0, 20)}`, 'm'))
      expect(existsSync(join(workshop, file)), file).toBe(true)
    }
  })

  test('refuses a command that it does not have, with those that it has', async () => {
    const { exitCode, output } = await run('corpse')

    expect(exitCode).toBe(2)
    expect(output).toMatch(/^The workshop has no command corpse\.$/m)
    expect(output).toMatch(/^ {2}corpus +leaks of published packages/m)
  })

  const OPTIONS = {
    'tells the options of a command': [['families', '--help'], 0, / {2}--runs N +of each family/],
    'refuses an option that a command does not have': [
      ['families', '--run', '3'],
      2,
      /^Unknown option '--run'/m,
    ],
    'refuses a number out of its range': [
      ['families', '--runs', '0'],
      2,
      /^--runs must be an integer from 1 on, received 0\.$/m,
    ],
    'refuses a choice that there is not': [
      ['culprits', '--only', 'leak'],
      2,
      /^--only must be one of leaks, corpus, dir, received leak\.$/m,
    ],
    'knows every planted leak with its truth': [
      ['planted', '--only', 'nothing'],
      2,
      /^--only must be one of abort-listeners, .+, received nothing\.$/m,
    ],
  } as const
  test.each(Object.entries(OPTIONS))('%s', async (_, [args, code, said]) => {
    const [name, ...given] = args
    const { exitCode, output } = await runNode(
      [join(workshop, COMMANDS[name]?.file ?? ''), ...given],
      { cwd: root },
    )

    expect(exitCode, output).toBe(code)
    expect(output).toMatch(said)
    expect(output).toMatch(/^npm run measure -- \w+ \[options\]$/m)
  })
})

describe('the progress of a long command', () => {
  const line = { total: 58, unit: 'checks', what: 'debug-extend', elapsedMs: 60_000 }

  test.each([
    [{ done: 0 }, '0 of 58 checks: debug-extend'],
    [{ done: 29 }, '29 of 58 checks, 1 min left: debug-extend'],
    [{ done: 57 }, '57 of 58 checks, 1 s left: debug-extend'],
    [{ done: 1, elapsedMs: 3_600_000 }, '1 of 58 checks, 57 h 0 min left: debug-extend'],
    [{ done: 58, what: undefined }, '58 of 58 checks'],
  ])('tells what is done and how long the rest takes: %o', (part, told) => {
    expect(progressLine({ ...line, ...part })).toBe(told)
  })
})

function run(...args: string[]): ReturnType<typeof runNode> {
  return runNode([join(workshop, 'run.mjs'), ...args], { cwd: root })
}
