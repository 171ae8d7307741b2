import { expect, onTestFinished, test } from 'vitest'
import { abandonedShare, givenUpIn } from '../../src/load/abandon.ts'
import { driveLoad } from '../../src/load/drive-load.ts'
import type { FilledRequest } from '../../src/load/fill-requests.ts'
import { serve } from './serve.ts'

const BODY = 'x'.repeat(100_000)
const ASKED: readonly FilledRequest[] = [{ path: '/get' }, { path: '/post', body: BODY }]

test('a part is given in percent', () => {
  expect(abandonedShare('5%')).toBe(0.05)
  expect(abandonedShare('0.5 %')).toBe(0.005)
  for (const wrong of ['5', '0%', '101%', 0.05]) {
    expect(() => abandonedShare(wrong)).toThrow(
      'load.abandon (--abandon) must be a part of the iterations such as 5%, at most 100%, received',
    )
  }
})

test('every request is given up in every place, evenly', () => {
  const given = Array.from({ length: 120 }, (_, at) => givenUpIn(ASKED, { n: at + 1, share: 0.1 }))
  const told = given.flatMap((one, at) =>
    one ? [`${at + 1} ${one.request.path} ${one.place}`] : [],
  )

  expect(told).toEqual([
    '10 /post asked',
    '20 /get answer',
    '30 /post answer',
    '40 /get asked',
    '50 /post body',
    '60 /get answer',
    '70 /post asked',
    '80 /get asked',
    '90 /post answer',
    '100 /get answer',
    '110 /post body',
    '120 /get asked',
  ])
})

test('a service sees clients vanish, and the load counts each as an iteration without a latency', async () => {
  const seen = { asked: 0, answered: 0, cutUploads: 0, cutAnswers: 0 }
  const url = await serve(async (request, response) => {
    seen.asked++
    response.once('close', () => {
      if (response.writableFinished) seen.answered++
      else if (request.complete) seen.cutAnswers++
    })
    try {
      for await (const _ of request);
    } catch {
      seen.cutUploads++
      return
    }
    // An answer that is far from its end when its client has seen the begin of it.
    response.write('begin')
    setTimeout(() => response.end('end'), 20)
  })
  const load = driveLoad({
    requests: () => ASKED,
    abandoned: 0.5,
    ratePerSecond: undefined,
    concurrency: 2,
    timeoutMs: 20_000,
  })
  onTestFinished(() => load.close())
  await load.run(24, { url, signal: new AbortController().signal })

  expect(load.progress).toMatchObject({ completed: 24, failed: 0 })
  expect(load.notes).toEqual([
    'In 50 % of the iterations the client vanishes in the middle, as was asked for.',
  ])
  // Twelve whole iterations of two requests, six that ended in their first one, and six in their second one.
  await expect
    .poll(() => [seen.asked, seen.cutUploads, seen.answered + seen.cutAnswers])
    .toEqual([42, 2, 40])
  // A busy machine may hear of a client that is gone only once it has answered.
  expect(seen.answered).toBeGreaterThanOrEqual(30)
  expect(seen.cutAnswers).toBeGreaterThan(0)
})

test('streams of events, which never end, are opened and left', async () => {
  const seen = { opened: 0, open: 0 }
  const url = await serve((_, response) => {
    seen.opened++
    seen.open++
    response.once('close', () => seen.open--)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
  })
  const load = driveLoad({
    requests: () => [{ path: '/events' }],
    abandoned: 1,
    ratePerSecond: undefined,
    concurrency: 4,
    timeoutMs: 20_000,
  })
  await load.run(50, { url, signal: new AbortController().signal })

  expect(load.progress).toMatchObject({ completed: 50, failed: 0 })
  await expect.poll(() => seen).toEqual({ opened: 50, open: 0 })
})

test('a service that is gone fails what was to be given up, too', async () => {
  const load = driveLoad({
    requests: () => ASKED,
    abandoned: 1,
    ratePerSecond: undefined,
    concurrency: 1,
    timeoutMs: 20_000,
  })
  const { signal } = new AbortController()

  await expect(load.run(1000, { url: 'http://127.0.0.1:9', signal })).rejects.toThrow(
    /50 iterations in a row failed, the last one because \/(get|post) was not answered \(ECONNREFUSED\)/,
  )
})
