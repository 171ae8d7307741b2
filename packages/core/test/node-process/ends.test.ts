import { afterEach, expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { readMemoryLimit } from '../../src/system-process/memory-limit.ts'
import { wholeMessage } from '../../src/target/target.ts'
import { fixture, opened } from './opened.ts'

const [NODE = '', SERVER = ''] = fixture('server.cjs')
const stopped: number[] = []

afterEach(() => {
  for (const pid of stopped.splice(0)) process.kill(pid, 'SIGCONT')
})

function shop(request: string, ...flags: string[]) {
  return opened({ command: [NODE, ...flags, SERVER], name: 'shop', request })
}

function plain(message: string): string {
  return message.replaceAll(SERVER, 'server.cjs').replaceAll(/process \d+/g, 'process N')
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  return plain(
    await work.then(
      () => 'did not fail',
      (error: Error) => wholeMessage(error),
    ),
  )
}

test('a target that exits is told of with its code, and its exit is not held up', async () => {
  const session = await shop('/exit')

  expect(await failureOf(session.work(100_000))).toMatch(
    /^Node program 'shop' ended by itself with code 3 in iteration \d+\. It printed nothing\.$/,
  )
  expect(plain(wholeMessage(await session.ended))).toBe(
    "Node program 'shop' ended by itself with code 3. It printed nothing.",
  )
  expect(await session.sampleAll()).toEqual([])
})

test('a target that crashes is told of with its error', async () => {
  const session = await shop('/crash')

  const told = await failureOf(session.work(100_000))

  expect(told).toMatch(/^Node program 'shop' ended by itself with code 1 in iteration \d+\./)
  expect(told).toContain('Error: lost the database')
  expect(told).not.toMatch(/ws:|[Dd]ebugger/)
})

test('a heap that is full is told from other ends', async () => {
  const session = await shop('/fill', '--max-old-space-size=40')

  expect(await failureOf(session.work(100_000))).toMatch(
    /^Node program 'shop' was killed by SIGABRT, because its heap was full, in iteration \d+\. It printed last:\n {2}.*FATAL ERROR: /,
  )
  expect((await session.ended).message).toContain(
    'was killed by SIGABRT, because its heap was full.',
  )
})

testOfWhole(
  'a blocked event loop is told of with the calls that block it',
  async () => {
    const session = await shop('/hang')

    expect(await failureOf(session.work(100_000))).toMatch(
      /^The event loop of main of 'shop' \(process N\) is blocked: it is in spin \(server\.cjs:\d+\), called from anonymous \(server\.cjs:\d+\)\.$/,
    )
  },
  30_000,
)

testOfWhole(
  'a stopped target is told of, left out of the samples, and read again once it goes on',
  async () => {
    const session = await shop('/clean')
    await session.work(10)
    const [before] = await session.sampleAll()
    const pid = before?.pid as number
    process.kill(pid, 'SIGSTOP')
    stopped.push(pid)

    expect(await session.sampleAll()).toEqual([])
    expect(session.events()).toEqual([
      {
        process: 'main',
        kind: 'stopped',
        message: `Main of 'shop' (process ${pid}) is stopped by a signal: it goes on at SIGCONT, and cannot be read until then.`,
      },
    ])

    process.kill(pid, 'SIGCONT')
    await session.work(10)
    expect(await session.sampleAll()).toMatchObject([{ process: 'main', pid }])
  },
  30_000,
)

test('a sample names the limit of the heap, or of what the system allows', async () => {
  const session = await shop('/clean', '--max-old-space-size=100')

  const [sample] = await session.sampleAll()

  const ofSystem = (await readMemoryLimit(sample?.pid as number)) ?? Number.POSITIVE_INFINITY
  expect(sample?.limitBytes).toBeGreaterThan(Math.min(100 * 2 ** 20, ofSystem) - 1)
  expect(sample?.limitBytes).toBeLessThan(400 * 2 ** 20)
})
