import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { root } from '../workshop/installed-project.mjs'

const PARTS = Array.from({ length: 8 }, (_, at) => `${at + 1}/8`)

const QUICK = ['run check', 'run demo', 'test']

test('runs what shows within minutes what is broken, and names the parts that it leaves out', () => {
  const { status, commands, output } = ciRun()

  expect(commands).toEqual(QUICK)
  expect(output).toContain('Parts 1 to 8 of 8 of what npm test leaves out are not run here')
  expect(status).toBe(0)
})

test('runs as many parts of the rest as begin within its time, also after a red one', () => {
  const { status, commands } = ciRun({ minutes: '60', red: '--shard=2/8' })

  expect(commands).toEqual([...QUICK, ...PARTS.map(restOf)])
  expect(status).toBe(1)
})

test('runs a part alone where it is asked for', () => {
  expect(ciRun({ args: ['3/8'] })).toMatchObject({ status: 0, commands: [restOf('3/8')] })
})

test('refuses what is no part, and no number of minutes', () => {
  expect(ciRun({ args: ['9/8'] })).toMatchObject({
    status: 2,
    commands: [],
    output: ".ci/run takes parts from 1/8 to 8/8, received '9/8'.\n",
  })
  expect(ciRun({ minutes: 'an hour' })).toMatchObject({
    status: 2,
    commands: [],
    output: "PLATEAU_CI_MINUTES must be a whole number of minutes, received 'an hour'.\n",
  })
})

test('the workflow runs all parts', () => {
  const { jobs } = parse(readFileSync(join(root, '.github/workflows/tests.yml'), 'utf8'))

  expect(jobs.quick.steps.at(-1)).toEqual({ run: '.ci/run' })
  expect(jobs.rest.steps.at(-1)).toEqual({ run: `.ci/run $\{{ matrix.part }}` })
  expect(jobs.rest.strategy.matrix.part).toEqual(PARTS)
})

function restOf(part: string): string {
  return `run measure -- test:rest --shard=${part}`
}

/** The script itself in a folder of its own, where npm writes down what it is asked for and does nothing. */
function ciRun({
  args = [],
  minutes,
  red = 'none',
}: {
  readonly args?: readonly string[]
  readonly minutes?: string
  readonly red?: string
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-ci-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const bin = join(folder, 'bin')
  for (const path of [bin, join(folder, '.ci'), join(folder, 'workshop/check')])
    mkdirSync(path, { recursive: true })
  copyFileSync(join(root, '.ci/run'), join(folder, '.ci/run'))
  writeFileSync(join(folder, 'workshop/check/test-count.mjs'), '')
  for (const name of ['chromium', 'go']) writeProgram(join(bin, name), '')
  writeProgram(join(bin, 'npm'), `echo "$*" >> '${folder}/asked'\n[[ "$*" != *${red} ]]`)
  const { status, stdout, stderr } = spawnSync('bash', [join(folder, '.ci/run'), ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env['PATH']}`,
      PLATEAU_CI_MINUTES: minutes,
    },
  })
  const output = stdout + stderr
  return { status, output, commands: readLines(join(folder, 'asked')) }
}

function writeProgram(path: string, script: string): void {
  writeFileSync(path, `#!/usr/bin/env bash\n${script}\n`, { mode: 0o755 })
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').trim().split('\n')
  } catch {
    return []
  }
}
