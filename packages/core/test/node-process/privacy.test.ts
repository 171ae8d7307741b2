import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { isAlive, untilGone } from '../process/node-program.ts'
import { fixture, opened } from './opened.ts'

const ON_WINDOWS = process.platform === 'win32'
const OURS = /^plateau-node-/

function folders(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => OURS.test(name))
}

test('the inspector tells nobody its address, and a wrong one is refused', async () => {
  const session = await opened({
    command: fixture('server.cjs'),
    drive: (service) => service.send('/address'),
  })
  const { port } = new URL(await addressOf(session))

  const list = await fetch(`http://127.0.0.1:${port}/json/list`)
  const isRefused = await refused(`ws://127.0.0.1:${port}/00000000-0000-0000-0000-000000000000`)

  expect(list.status).toBe(404)
  expect(isRefused).toBe(true)
})

async function addressOf(session: Awaited<ReturnType<typeof opened>>): Promise<string> {
  const [sample] = await session.sampleAll()
  const { listeningPorts } = await import('../../src/process/listening-ports.ts')
  const ports = (await listeningPorts(sample?.pid as number)) ?? []
  for (const port of ports) {
    const answer = await fetch(`http://127.0.0.1:${port}/json/version`)
    if ((await answer.text()) !== 'ok') return `http://127.0.0.1:${port}`
  }
  throw new Error('no inspector')
}

function refused(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url)
    socket.addEventListener('open', () => resolve(false))
    socket.addEventListener('error', () => resolve(true))
  })
}

test.skipIf(ON_WINDOWS)(
  'only this user reaches the socket, and nothing of it is left',
  async () => {
    // Of its own: other tests have targets too, at the same time.
    const temporary = mkdtempSync(join(tmpdir(), 'plateau-privacy-'))
    vi.stubEnv('TMPDIR', temporary)
    onTestFinished(() => {
      vi.unstubAllEnvs()
      rmSync(temporary, { recursive: true })
    })
    const session = await opened({ command: fixture('server.cjs'), request: '/clean' })
    const [folder = ''] = folders()

    expect(folder).toMatch(OURS)
    expect(statSync(join(tmpdir(), folder)).mode & 0o777).toBe(0o700)
    expect(statSync(join(tmpdir(), folder, 'agent.cjs')).mode & 0o777).toBe(0o600)

    await session.close()
    expect(folders()).toEqual([])
  },
)

test('what it prints is handed on without the words of the inspector', async () => {
  let printed = ''
  const session = await opened({
    command: [process.execPath, '-e', 'console.error("one"); setInterval(() => {}, 1000)'],
    ready: false,
    onOutput: (chunk) => {
      printed += chunk
    },
  })
  await session.sampleAll()

  expect(printed).toBe('one\n')
})

const HARNESS = `
  const { nodeTarget } = await import(process.argv[1])
  const { signal } = new AbortController()
  const session = await nodeTarget({ command: JSON.parse(process.argv[2]), request: '/' })
    .open({ signal, timeLimitMs: 30_000, keep: undefined })
  for (const { pid } of await session.sampleAll()) console.log(pid)
  console.log('open')
  setInterval(() => {}, 1000)
`

test('no process of a target outlives a harness that is killed, not even one that left its group', async () => {
  const entry = new URL('../../src/index.ts', import.meta.url).href
  const command = JSON.stringify(fixture('detached.cjs'))
  const flags = ['--conditions=source', '--input-type=module', '--experimental-strip-types']
  const harness = spawn(process.execPath, [...flags, '-e', HARNESS, entry, command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void harness.kill('SIGKILL'))
  let printed = ''
  await new Promise<void>((resolve) => {
    harness.stdout.on('data', (chunk) => {
      printed += chunk
      if (printed.includes('open')) resolve()
    })
  })
  const pids = printed.trim().split('\n').slice(0, -1).map(Number)
  expect(pids).toHaveLength(2)
  expect(pids.every(isAlive)).toBe(true)

  harness.kill('SIGKILL')

  for (const pid of pids) await untilGone(pid)
})
