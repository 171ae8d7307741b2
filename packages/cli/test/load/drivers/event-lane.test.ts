import type { ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { loadOf } from '../../../src/config/load-of.ts'
import type { SoakLoadConfig } from '../../../src/config/soak-config.ts'
import { readEvents } from '../../../src/load/drivers/event-stream.ts'
import { serve } from '../serve.ts'

async function run(load: SoakLoadConfig, iterations: number, url: string) {
  const sent = loadOf({ concurrency: 1, ...load }, { cwd: '.', env: {} })
  onTestFinished(() => sent.close())
  await sent.run(iterations, { url, signal: new AbortController().signal })
  return sent
}

function opened(response: ServerResponse): ServerResponse {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).flushHeaders()
  return response
}

test('events are read as the standard has them, wherever the pieces end', () => {
  const text =
    ': comment\n\ndata: one\nid: 7\n\ndata: a\r\ndata: b\r\n\r\nevent: only\n\ndata:three\rdata\r\rdata: begun'
  const [whole, pieces]: [string[], string[]] = [[], []]
  readEvents((data) => whole.push(data)).feed(text)
  const reader = readEvents((data) => pieces.push(data))
  for (const character of text) reader.feed(character)

  expect(whole).toEqual(['one', 'a\nb', 'three\n'])
  expect(pieces).toEqual(whole)
})

test('an iteration opens a stream, hears so many events, and leaves; some leave before', async () => {
  const seen = { open: 0, asked: [] as string[] }
  const url = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    seen.asked.push(`${request.method} ${request.url} ${Buffer.concat(chunks)}`.trim())
    seen.open++
    response.once('close', () => seen.open--)
    opened(response).write('data: 1\n\ndata: 2\n\n')
  })
  const events = { request: 'POST /answers {"n":{n}}', count: 2 }
  const { progress, notes } = await run({ events, abandon: '50%' }, 4, url)

  expect(progress).toMatchObject({ completed: 4, failed: 0 })
  expect(seen.asked).toEqual([1, 2, 3, 4].map((n) => `POST /answers {"n":${n}}`))
  await expect.poll(() => seen.open).toBe(0)
  expect(notes).toEqual([
    'In 50 % of the iterations the client leaves before it has heard all that it came for, as was asked for.',
  ])
})

test('a stream that ends too early, and what is no stream, fail iterations', async () => {
  const url = await serve((request, response) => {
    if (request.url?.startsWith('/short')) return void opened(response).end('data: 1\n\n')
    if (request.url === '/page') return void response.end('a page')
    response.writeHead(503).end('too busy')
  })
  await expect(run({ events: { request: '/short?key=a', count: 3 } }, 100, url)).rejects.toThrow(
    '/short?… ended its stream after 1 of 3 events',
  )
  await expect(run({ events: '/page' }, 100, url)).rejects.toThrow(
    '/page answered without a type in place of text/event-stream',
  )
  const refused = run({ events: '/feed' }, 100, url)
  await expect(refused).rejects.toThrow('/feed answered 503 instead of 200')
  await expect(refused).rejects.toMatchObject({ output: 'It answered:\n  too busy' })
})

test('a stream that is silent is given up, and how to hear less is told', async () => {
  const url = await serve((_, response) => void opened(response))

  await expect(run({ events: '/feed', timeout: '200ms' }, 100, url)).rejects.toThrow(
    'Each client hears 1 of its events: say with --count (load.events.count) how many come in that time.',
  )
})

test.each<[SoakLoadConfig, string]>([
  [{ events: 'feed' }, "load.events (--events) must be a path such as /orders/1, or 'POST /orders"],
  [
    { events: { request: '/', count: 0 } },
    'load.events.count (--count) must be how many events are heard before the client leaves, 1 or more, received 0.',
  ],
])('%j is refused', (load, message) => {
  expect(() => loadOf(load, { cwd: '.', env: {} })).toThrow(message)
})
