import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { loadOf } from '../../../src/config/load-of.ts'
import type { SoakLoadConfig } from '../../../src/config/soak-config.ts'
import { serve } from '../serve.ts'

const SERVER = join(import.meta.dirname, '../../fixtures/servers/mcp-http.mjs')

async function run(load: SoakLoadConfig, iterations: number, url: string) {
  const sent = loadOf({ concurrency: 1, ...load }, { cwd: '.', env: {} })
  onTestFinished(() => sent.close())
  await sent.run(iterations, { url, signal: new AbortController().signal })
  return sent.progress
}

/** The fixture's server of the official SDK, in a process of its own as in a soak. */
async function startServer(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  const child = spawn(process.execPath, [SERVER], { env: { PORT: String(port) }, stdio: 'inherit' })
  stopServer = () => void child.kill('SIGKILL')
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    )
    if (isUp) return url
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

let stopServer = (): void => {}
let sdk = ''
beforeAll(async () => {
  sdk = await startServer()
  return () => stopServer()
})

interface Seen {
  readonly method: string
  readonly session: string | undefined
  readonly asked?: string
}

/** Says what a server of the protocol would, and notes what it was asked. */
async function serveProtocol(seen: Seen[]): Promise<string> {
  return serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', headers } = request
    const text = Buffer.concat(chunks).toString()
    const { id, method: asked, params } = text === '' ? {} : JSON.parse(text)
    const name = params?.name ? `${params.name} ${JSON.stringify(params.arguments)}` : ''
    seen.push({
      method,
      session: headers['mcp-session-id'] as string | undefined,
      ...(asked && { asked: `${asked} ${name}`.trim() }),
    })
    if (method === 'GET') return void response.writeHead(405).end()
    if (id === undefined) return void response.writeHead(202).end()
    const result = { protocolVersion: '2025-06-18', content: [{ type: 'text', text: 'ok' }] }
    response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 's1' })
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result }))
  })
}

test('a session with a server of the official SDK is opened, asked in, and ended', async () => {
  const mcp = { path: '/mcp', call: ['tools/list', 'echo {"text":"{uuid}"}'] }

  expect(await run({ mcp, concurrency: 3 }, 30, sdk)).toMatchObject({ completed: 30, failed: 0 })
})

test('a client opens its session, says that it is ready, listens, asks, and says goodbye', async () => {
  const seen: Seen[] = []
  const url = await serveProtocol(seen)
  await run({ mcp: { path: '/mcp', call: 'find {"n":{n}}' } }, 1, url)

  const told = seen.map(({ method, asked }) => `${method} ${asked ?? ''}`.trim())
  expect(told.toSorted()).toEqual([
    'DELETE',
    'GET',
    'POST initialize',
    'POST notifications/initialized',
    'POST tools/call find {"n":1}',
  ])
  expect(seen.map(({ session }) => session)).toEqual([undefined, 's1', 's1', 's1', 's1'])
})

test('a client that vanishes does so at each step in turn, and ends no session', async () => {
  const seen: Seen[] = []
  const url = await serveProtocol(seen)
  const load = { mcp: { path: '/mcp', call: 'find' }, abandon: '100%' }

  expect(await run(load, 8, url)).toMatchObject({ completed: 8, failed: 0 })
  expect(seen.filter(({ method }) => method === 'DELETE')).toEqual([])
  expect(seen.filter(({ asked }) => asked === 'initialize')).toHaveLength(8)
  await expect
    .poll(() => seen.filter(({ asked }) => asked === 'tools/call find {}'))
    .toHaveLength(4)
})

test('a tool that fails, and one that is not there, fail iterations; their words stay apart', async () => {
  const failing = run({ mcp: { path: '/mcp', call: 'echo {"text":"fail"}' } }, 100, sdk)
  await expect(failing).rejects.toThrow('because the tool echo says that it failed.')
  await expect(failing).rejects.toMatchObject({ output: 'It says: fail' })

  await expect(run({ mcp: { path: '/mcp', call: 'prompts/list' } }, 100, sdk)).rejects.toThrow(
    'because prompts/list answered with the error -32601.',
  )
})

test('a service that speaks another protocol, or none there, is told by what it did', async () => {
  const page = await serve((_, response) => void response.end('<p>Welcome</p>'))
  await expect(run({ mcp: '/mcp' }, 100, page)).rejects.toThrow(
    '/mcp does not speak the Model Context Protocol over streamable HTTP: it answered no type without the answer to 1.',
  )
  await expect(run({ mcp: '/elsewhere' }, 100, sdk)).rejects.toThrow(
    '/elsewhere answered 404 instead of a status below 400',
  )
  await expect(run({ mcp: '/mcp' }, 100, 'http://127.0.0.1:9')).rejects.toThrow(
    '/mcp was not answered (ECONNREFUSED)',
  )
})

test.each<[SoakLoadConfig, string]>([
  [{ mcp: 'mcp' }, "load.mcp (--mcp) must be a path such as /mcp, or stdio, received 'mcp'"],
  [
    { mcp: { path: '/mcp', call: 'echo text' } },
    `load.mcp.call (--call) must be a tool and its arguments as JSON, such as 'search {"query":"{n}"}', or a method such as tools/list, received 'echo text'.`,
  ],
  [
    { mcp: { path: '/mcp', call: 'echo {"text":"{who}"}' }, data: 'missing.csv' },
    "load.data (--data): 'missing.csv' cannot be used",
  ],
])('%j is refused', (load, message) => {
  expect(() => loadOf(load, { cwd: '.', env: {} })).toThrow(message)
})
