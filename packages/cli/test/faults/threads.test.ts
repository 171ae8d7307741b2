import { join } from 'node:path'
import { expect } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { endIn, recordsIn, soakOf, testFolder } from '../command/run-plateau.ts'

const fixtures = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'core',
  'test',
  'node-process',
  'fixtures',
)
const WAITING = join(fixtures, 'waiting-threads.cjs')
const THREAD = 'thread 1 of main'

async function soaked(...mode: readonly string[]) {
  const cwd = testFolder()
  const options = ['--iterations', '2000', '--explain', 'off']
  const outcome = await soakOf([WAITING, ...mode], { cwd, options }).outcome
  const thread = endIn(cwd)?.verdicts.find(({ process }) => process === THREAD)
  return { ...outcome, cwd, thread: thread?.verdict }
}

testOfWhole(
  'what leaks in a thread that waits in Atomics.wait is growth, and is read at every checkpoint',
  async () => {
    const { code, thread, cwd } = await soaked()

    expect(thread).toMatchObject({ kind: 'growth' })
    expect(code).toBe(1)
    const blank = recordsIn(cwd).filter(
      (record) => record.type === 'sample' && record.readings.heap === undefined,
    )
    expect(blank).toEqual([])
  },
)

const WORKERS = join(import.meta.dirname, '..', 'fixtures', 'servers', 'worker-per-request.cjs')

testOfWhole(
  'a program that starts a worker for each request is judged as any other, in a few lines',
  async () => {
    const cwd = testFolder()
    const options = ['--iterations', '400', '--explain', 'off']
    const { code, stdout } = await soakOf([WORKERS], { cwd, options }).outcome

    const judged = endIn(cwd)?.verdicts.map(({ process }) => process)
    expect(judged).toEqual(['main'])
    expect([0, 3]).toContain(code)
    expect(stdout.split('\n').length).toBeLessThan(60)
  },
  240_000,
)

testOfWhole(
  'workers that are never ended are growth, and only some of them are read',
  async () => {
    const cwd = testFolder()
    const options = ['--iterations', '120', '--explain', 'off']
    const { code, stdout } = await soakOf([WORKERS, 'keep'], { cwd, options }).outcome

    expect(code).toBe(1)
    expect(stdout).toMatch(/threads grew \+1 thread per iteration/)
    expect(stdout).toContain('has more than 32 threads at once')
    const threads = recordsIn(cwd).filter((record) => record.type === 'process' && record.isThread)
    expect(threads.length).toBeLessThanOrEqual(33)
  },
  240_000,
)

testOfWhole(
  'a thread that cannot be read is no pass: the verdict names it and says what to do',
  async () => {
    const { code, thread, stdout, cwd } = await soaked('native')

    expect(code).toBe(3)
    expect(thread).toMatchObject({
      kind: 'unsettled',
      advice: expect.stringContaining('have it wait asynchronously'),
    })
    expect(stdout).toContain('could not tell whether scenario leaks: it could not be read')
    const told = recordsIn(cwd).filter(
      (record) => record.type === 'event' && record.kind === 'unread',
    )
    expect(told).toHaveLength(1)
  },
)
