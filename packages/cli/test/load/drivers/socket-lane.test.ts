import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { loadOf } from '../../../src/config/load-of.ts'
import type { SoakLoadConfig } from '../../../src/config/soak-config.ts'
import { serve } from '../serve.ts'

type Talk = (socket: WebSocket, seen: string[]) => void

async function serveSockets(talk: Talk) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  onTestFinished(() => server.close())
  const seen: string[] = []
  const codes: number[] = []
  server.on('connection', (socket, { url, headers }) => {
    seen.push(`${url} ${headers['x-user'] ?? ''}`.trim())
    socket.on('error', () => {}).on('close', (code) => codes.push(code))
    talk(socket, seen)
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, codes }
}

const echo: Talk = (socket, seen) =>
  socket.on('message', (text) => {
    seen.push(String(text))
    socket.send(String(text))
  })

async function run(load: SoakLoadConfig, iterations: number, url: string) {
  const sent = loadOf({ concurrency: 1, ...load }, { cwd: '.', env: {} })
  onTestFinished(() => sent.close())
  await sent.run(iterations, { url, signal: new AbortController().signal })
  return sent
}

test('an iteration opens a socket, has each message answered, and says goodbye', async () => {
  const { url, seen, codes } = await serveSockets(echo)
  const webSocket = { path: '/room/{n}', send: ['{"id":"{n}"}', 'bye'] }
  const { progress } = await run({ webSocket, headers: { 'X-User': 'ada' } }, 2, url)

  expect(progress).toMatchObject({ completed: 2, failed: 0 })
  expect(seen).toEqual(['/room/1 ada', '{"id":"1"}', 'bye', '/room/2 ada', '{"id":"2"}', 'bye'])
  await expect.poll(() => codes).toEqual([1000, 1000])
})

test('a client vanishes without a close frame at each place in turn', async () => {
  const { url, seen, codes } = await serveSockets(echo)
  const { progress } = await run(
    { webSocket: { path: '/', send: 'hello' }, abandon: '50%' },
    6,
    url,
  )

  expect(progress).toMatchObject({ completed: 6, failed: 0 })
  await expect.poll(() => codes.toSorted()).toEqual([1000, 1000, 1000, 1006, 1006, 1006])
  // Before it says anything, once it has, and once it was answered.
  await expect.poll(() => seen.filter((one) => one === 'hello')).toHaveLength(5)
})

test('a subprotocol is asked for as a handshake has it', async () => {
  const { url, seen } = await serveSockets((socket, all) => all.push(socket.protocol))
  const headers = { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' }
  await run({ webSocket: '/graphql', headers }, 1, url)

  expect(seen).toContain('graphql-transport-ws')
})

test('a service that closes before it has answered is told with its code, and its words stay apart', async () => {
  const { url } = await serveSockets((socket) => socket.close(1008, 'no room for ada'))
  const failing = run({ webSocket: { path: '/chat?key=a', send: 'hello' } }, 100, url)

  await expect(failing).rejects.toThrow(
    '50 iterations in a row failed, the last one because /chat?… closed its WebSocket with 1008 when 0 of 1 messages had come.',
  )
  await expect(failing).rejects.toMatchObject({ output: 'It says: no room for ada' })
})

test('a service that does not answer is given up, and what to say is told', async () => {
  const { url } = await serveSockets(() => {})
  const webSocket = { path: '/', send: 'hello' }

  await expect(run({ webSocket, timeout: '200ms' }, 100, url)).rejects.toThrow(
    'The target has not answered for 0.2 s: 1 iterations in a row were given up. Each message that is sent awaits 1 of the service: say with --answers (load.webSocket.answers) how many it sends, 0 where it does not answer.',
  )
  const silent = await run({ webSocket: { ...webSocket, answers: 0 } }, 5, url)
  expect(silent.progress).toMatchObject({ completed: 5, failed: 0 })
})

test('a login that is wanted is told as that of a request', async () => {
  const url = await serve((_, response) => void response.writeHead(401).end('no'))

  await expect(run({ webSocket: '/chat' }, 100, url)).rejects.toThrow(
    'None of the first 3 iterations was let in: /chat answered 401 instead of 101: it wants a login',
  )
})

test('a service that is not there is told by what the system says', async () => {
  await expect(run({ webSocket: '/chat' }, 100, 'http://127.0.0.1:9')).rejects.toThrow(
    '/chat did not open a WebSocket (ECONNREFUSED)',
  )
})

test.each<[SoakLoadConfig, string]>([
  [
    { webSocket: 'chat' },
    "load.webSocket (--websocket) must be a path such as /chat, received 'chat'",
  ],
  [
    { webSocket: { path: '/', answers: -1 } },
    'load.webSocket.answers (--answers) must be how many messages are awaited after each that is sent, 0 or more, received -1.',
  ],
  [
    { webSocket: { path: '/{who}' } },
    "load.webSocket: nothing fills {who} of 'GET /{who}': give the file whose column it is",
  ],
  [
    { webSocket: { path: '/', send: '@missing.json' } },
    "load.webSocket.send (--send) takes its body from 'missing.json', which cannot be read (ENOENT)",
  ],
])('%j is refused', (load, message) => {
  expect(() => loadOf(load, { cwd: '.', env: {} })).toThrow(message)
})
