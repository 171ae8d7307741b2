import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import {
  endIn,
  PLATEAU,
  recordsIn,
  runHere,
  SERVER,
  soakOf,
  testFolder,
  untilRecord,
} from '../command/run-plateau.ts'

function reported(cwd: string) {
  return runHere(['report', 'out'], cwd)
}

const testOfWholeOnPosix = process.platform === 'win32' ? test.skip : testOfWhole

const LONG = ['--iterations', '1000000']

/** The process that the run file names; the guard needs a moment to end it. */
async function isGone(cwd: string): Promise<boolean> {
  const pids = recordsIn(cwd).flatMap((record) => (record.type === 'process' ? [record.pid] : []))
  for (let tries = 0; tries < 250; tries++) {
    if (pids.every((pid) => !isRunning(pid))) return true
    await pause(20)
  }
  return false
}

/** A zombie that nobody reaps is none that runs. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

async function killedAtRandom(at: number): Promise<void> {
  const cwd = testFolder()
  const { child, outcome } = soakOf([SERVER], { cwd, options: LONG })
  await untilRecord(cwd, ({ type }) => type === (at % 2 === 0 ? 'process' : 'start'))
  await pause(Math.random() * 1000)
  child.kill('SIGKILL')
  await outcome

  expect(endIn(cwd)).toBeUndefined()
  expect(await reported(cwd)).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('incomplete'),
  })
  expect(await isGone(cwd)).toBe(true)
}

testOfWholeOnPosix(
  'a harness that is killed at random moments leaves a readable file, no pass and no orphan',
  async () => {
    await Promise.all(Array.from({ length: 8 }, (_, at) => killedAtRandom(at)))
  },
)

test.skipIf(process.platform === 'win32').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'the first %s takes a last sample, reports what is incomplete and exits with %i',
  async (signal, code) => {
    const cwd = testFolder()
    const { child, outcome } = soakOf([SERVER], { cwd, options: LONG })
    await untilRecord(cwd, ({ type }) => type === 'load')
    const samples = recordsIn(cwd).filter(({ type }) => type === 'sample').length
    child.kill(signal)

    const { code: exitCode, stdout } = await outcome

    expect(exitCode).toBe(code)
    expect(stdout).toContain(`The run is incomplete: The soak was interrupted by ${signal}.`)
    expect(endIn(cwd)).toMatchObject({ reason: 'interrupted', verdicts: [] })
    expect(recordsIn(cwd).filter(({ type }) => type === 'sample').length).toBeGreaterThan(samples)
    expect(await isGone(cwd)).toBe(true)
  },
)

test.skipIf(process.platform === 'win32')(
  'the second Ctrl-C ends everything at once, a target that ignores SIGTERM too',
  async () => {
    const cwd = testFolder()
    const { child, outcome } = soakOf([SERVER, 'deaf'], { cwd, options: LONG })
    await untilRecord(cwd, ({ type }) => type === 'load')
    child.kill('SIGINT')
    await pause(30)
    child.kill('SIGINT')

    expect((await outcome).code).toBe(130)
    expect(await isGone(cwd)).toBe(true)
    expect((await reported(cwd)).code).toBe(3)
  },
)

testOfWholeOnPosix(
  'a disk that is full leaves the soak running, and its end is no pass',
  async () => {
    const cwd = testFolder()
    // 8 blocks of 512 bytes: what dash and bash agree on is that a write is cut short beyond them.
    const soak = [
      process.execPath,
      ...PLATEAU,
      'soak',
      '--out',
      'out',
      '--iterations',
      '400',
      '--request',
      '/',
      '--',
      process.execPath,
      SERVER,
    ]
    const { status, stderr, stdout } = spawnSync(
      'sh',
      ['-c', `ulimit -f 8; exec "$@"`, 'sh', ...soak],
      {
        cwd,
        encoding: 'utf8',
        env: { ...process.env, NODE_NO_WARNINGS: '1' },
      },
    )

    expect(status).toBe(5)
    expect(stdout).toContain('incomplete')
    expect(stdout).not.toContain('levelled off')
    expect(stderr).toContain(
      `The run file '${join(cwd, 'out', 'run.ndjson')}' could not be written (EFBIG: file too large, write)`,
    )
    expect(existsSync(join(cwd, 'out', 'run.ndjson'))).toBe(true)
    expect(await reported(cwd)).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('incomplete'),
    })
  },
)
