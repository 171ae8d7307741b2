import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { checkLeak, describeVerdict, processTarget } from '../../src/index.ts'
import type { TargetSession } from '../../src/target/target.ts'

const SERVER = fileURLToPath(new URL('./fixtures/opens-files.cjs', import.meta.url))
const ON_LINUX = process.platform === 'linux'

async function opened(options: Parameters<typeof processTarget>[0]): Promise<TargetSession> {
  const { signal } = new AbortController()
  const target = processTarget(options)
  const session = await target.open({ signal, timeLimitMs: 30_000, keep: undefined })
  onTestFinished(() => session.close())
  return session
}

test.runIf(ON_LINUX)(
  'descriptors that any program leaves open are found, one per request',
  async () => {
    const target = processTarget({
      command: [process.execPath, SERVER],
      name: 'files',
      request: '/open',
    })

    const verdict = await checkLeak(target, { iterations: 300, warmUp: 20, timeLimitMs: 30_000 })

    expect(verdict).toMatchObject({ kind: 'growth', growth: [{ probe: 'fds', perIteration: 1 }] })
    expect(describeVerdict(verdict)).toContain('fds grew +1 file descriptor per iteration')
  },
)

test('memory that grows is suspected at most: nothing can be collected from outside', async () => {
  const target = processTarget({ command: [process.execPath, SERVER], request: '/grow' })

  const verdict = await checkLeak(target, { iterations: 200, warmUp: 20, timeLimitMs: 30_000 })

  expect(verdict).toMatchObject({
    kind: 'unsettled',
    reason: 'suspect',
    suspects: [{ probe: 'rss' }],
  })
})

test('a sample tells the limit that was given, and the end is told of', async () => {
  const session = await opened({
    command: [process.execPath, SERVER],
    name: 'files',
    request: '/exit',
    limit: 2 ** 28,
  })
  const [sample] = (await session.sampleAll?.()) ?? []
  expect(sample).toMatchObject({ process: 'main', limitBytes: 2 ** 28 })
  expect(sample?.readings.rss).toBeGreaterThan(10_000_000)

  const { signal } = new AbortController()
  await expect(session.run(10_000, signal)).rejects.toMatchObject({
    message: expect.stringMatching(
      /^Program 'files' ended by itself with code 4 in iteration \d+\.$/,
    ),
    output: 'It printed last:\n  no more',
  })
  expect(await session.ended).toMatchObject({
    message: "Program 'files' ended by itself with code 4.",
    output: 'It printed last:\n  no more',
  })
  await expect(session.sample()).rejects.toThrow(/^Program 'files' ended by itself with code 4\./)
})

test('a process that runs already is read by its number and goes on afterwards', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  onTestFinished(() => void child.kill('SIGKILL'))
  const session = await opened({ pid: child.pid as number, drive: () => {} })

  expect((await session.sample()).rss).toBeGreaterThan(1_000_000)
  await session.close()

  expect(child.exitCode).toBeNull()
})

test('a process that is not there is told of', async () => {
  const { signal } = new AbortController()
  const target = processTarget({ pid: 2 ** 22 + 1, drive: () => {} })

  await expect(target.open({ signal, timeLimitMs: 1000, keep: undefined })).rejects.toThrow(
    'Process 4194305 cannot be read: there is no such process, or it has ended.',
  )
})
