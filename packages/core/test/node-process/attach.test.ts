import { spawn } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { nodeTarget } from '../../src/node-process/node-target.ts'
import { isAlive } from '../process/node-program.ts'
import { fixture, opened } from './opened.ts'

const ON_LINUX = process.platform === 'linux'

interface Running {
  readonly pid: number
  readonly url: string
  readonly printed: () => string
}

/** A server that runs already, and on its own goes on. */
async function running(...flags: string[]): Promise<Running> {
  const [node = '', server = ''] = fixture('server.cjs')
  const script = `
    require(${JSON.stringify(server)})
    process.stdout.write('up ')
    setTimeout(() => process.stdout.write('ready'), 50)`
  const port = 20_000 + (process.pid % 20_000)
  const child = spawn(node, [...flags, '-e', script], {
    env: { PATH: process.env['PATH'], PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let printed = ''
  await new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        printed += chunk
        if (printed.includes('ready')) resolve()
      })
    }
  })
  return { pid: child.pid as number, url: `http://127.0.0.1:${port}`, printed: () => printed }
}

test('a process that runs already is measured through its inspector, and goes on afterwards', async () => {
  const { pid, url, printed } = await running('--inspect=127.0.0.1:0')
  const attach = /ws:\/\/\S+/.exec(printed())?.[0] as string
  const session = await opened({ attach, url, request: '/leak' })
  await session.work(300)

  const [sample] = await session.sampleAll()

  expect(sample).toMatchObject({ process: 'main', pid })
  expect(sample?.readings.heap).toBeGreaterThan(1_000_000)
  await session.close()
  expect(isAlive(pid)).toBe(true)
})

test.runIf(ON_LINUX)(
  'a process is measured by its number, and its inspector closed again',
  async () => {
    const { pid, url, printed } = await running('--inspect-port=127.0.0.1:0')
    const session = await opened({ pid, url, request: '/clean' })
    await session.work(10)

    expect(await session.sampleAll()).toMatchObject([{ process: 'main', pid }])
    await session.close()
    while (!printed().includes('Debugger ending')) await new Promise((next) => setTimeout(next, 20))
    expect(isAlive(pid)).toBe(true)
  },
)

test.runIf(ON_LINUX)('a process that the signal would end is left alone', async () => {
  const other = spawn('sleep', ['60'])
  onTestFinished(() => void other.kill('SIGKILL'))
  const { signal } = new AbortController()
  const target = nodeTarget({ pid: other.pid as number })

  const failure = await target
    .open({ signal, timeLimitMs: 1000, keep: undefined })
    .catch((error: Error) => error.message.replaceAll(String(other.pid), 'N'))

  expect(failure).toMatchInlineSnapshot(
    `"Process N does not listen for SIGUSR1, which opens Node's inspector: it is no Node process, or it was started with --disable-sigusr1. Start it with --inspect and give the address that it prints with attach, or use processTarget({ pid: N })."`,
  )
  expect(isAlive(other.pid as number)).toBe(true)
})

test.each([
  ['ws://10.0.0.5:9229/x', 'one of 10.0.0.5'],
  ['http://127.0.0.1:9229', '"http://127.0.0.1:9229"'],
])('the address %s is refused', (attach, found) => {
  expect(() => nodeTarget({ attach })).toThrow(
    `attach must be the address of an inspector on this machine, as node --inspect prints it: ws://127.0.0.1:9229/…; received ${found}. For another machine, forward its port with ssh -L.`,
  )
})
