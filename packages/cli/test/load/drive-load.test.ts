import { expect, onTestFinished, test } from 'vitest'
import { type DrivenLoad, driveLoad } from '../../src/load/drive-load.ts'
import { fillRequests } from '../../src/load/fill-requests.ts'
import { serve } from './serve.ts'

const PLAIN: DrivenLoad = {
  requests: () => [{ path: '/items?token=hunter2' }],
  ratePerSecond: undefined,
  concurrency: 4,
  timeoutMs: 20_000,
}

async function drive(url: string, load: Partial<DrivenLoad>, iterations: number) {
  const driven = driveLoad({ ...PLAIN, ...load })
  onTestFinished(() => driven.close())
  await driven.run(iterations, { url, signal: new AbortController().signal })
  return driven
}

test('exactly so many iterations are sent, and none is under way when it resolves', async () => {
  const seen = { begun: 0, ended: 0, atOnce: 0 }
  const url = await serve((_, response) => {
    seen.begun++
    seen.atOnce = Math.max(seen.atOnce, seen.begun - seen.ended)
    setTimeout(() => {
      seen.ended++
      response.end('ok')
    }, 2)
  })

  const { progress } = await drive(url, {}, 101)

  expect(seen).toMatchObject({ begun: 101, ended: 101 })
  expect(seen.atOnce).toBeLessThanOrEqual(4)
  expect(progress).toMatchObject({ completed: 101, failed: 0 })
})

test('with a rate, latency counts from when an iteration was due: a stall shows in all that it delays', async () => {
  let requests = 0
  const url = await serve((_, response) => {
    setTimeout(() => response.end('ok'), requests++ === 0 ? 400 : 0)
  })

  const driven = await drive(url, { ratePerSecond: 1000, concurrency: 1 }, 20)

  // Counted from when they were sent, nineteen of twenty would have taken a millisecond.
  expect(driven.takeLatency()?.p50).toBeGreaterThan(200)
  expect(driven.takeLatency()).toBeUndefined()
})

test('more than one failure in a hundred ends the load, without the query in the message', async () => {
  let requests = 0
  const url = await serve((_, response) => {
    response.statusCode = requests++ % 20 === 0 ? 500 : 200
    response.end('secret body')
  })

  await expect(drive(url, {}, 200)).rejects.toMatchObject({
    message:
      '10 of 200 iterations failed, more than 1 %; the last one because /items?… answered 500 instead of a status below 400. Mend the target or the request: a soak of errors says nothing.',
    output: 'It answered:\n  secret body',
  })
})

test('a target that is gone ends the load at once', async () => {
  const url = 'http://127.0.0.1:9'
  await expect(drive(url, {}, 1_000_000)).rejects.toThrow(
    '50 iterations in a row failed, the last one because /items?… was not answered (ECONNREFUSED).',
  )
})

test('iterations that are never answered are given up, functions that ignore their signal too', async () => {
  const url = await serve(() => {})
  const message = 'The target has not answered for 0.2 s: 4 iterations in a row were given up.'

  await expect(drive(url, { timeoutMs: 200 }, 100)).rejects.toThrow(message)
  const { requests: _, ...rest } = PLAIN
  const stuck = driveLoad({ ...rest, iteration: () => new Promise(() => {}), timeoutMs: 200 })
  const { signal } = new AbortController()
  await expect(stuck.run(100, { url, signal })).rejects.toThrow(message)
})

test('a few failures, as of a worker that is replaced, are counted and tolerated', async () => {
  let requests = 0
  const url = await serve((request, response) => {
    if (++requests === 7) request.socket.destroy()
    else response.end('ok')
  })

  const { progress } = await drive(url, {}, 400)

  expect(progress).toMatchObject({ completed: 400, failed: 1 })
})

test('an abort ends the load with its reason', async () => {
  const url = await serve((_, response) => response.end('ok'))
  const controller = new AbortController()
  const { requests: _, ...rest } = PLAIN
  let iterations = 0
  const load = driveLoad({
    ...rest,
    iteration() {
      if (++iterations === 10) controller.abort('SIGINT')
    },
  })

  await expect(load.run(1_000_000, { url, signal: controller.signal })).rejects.toBe('SIGINT')
})

test('a load goes to the address of each leg: what explains growth is another process', async () => {
  const first = await serve((_, response) => response.end('ok'))
  const second = await serve((_, response) => response.end('ok'))
  const load = driveLoad(PLAIN)
  onTestFinished(() => load.close())
  const { signal } = new AbortController()
  await load.run(10, { url: first, signal })
  const asked: (string | undefined)[] = []
  const third = await serve((request, response) => {
    asked.push(request.url)
    response.end('ok')
  })

  await load.run(10, { url: second, signal })
  await load.run(10, { url: third, signal })

  expect(asked).toHaveLength(10)
})

test('a body is sent with its type, and with the headers of the load and its own', async () => {
  const seen: unknown[] = []
  const url = await serve((request, response) => {
    seen.push([request.headers['content-type'], request.headers.authorization])
    response.end('ok')
  })
  const headers = { authorization: 'Bearer t' }
  const asked = [
    { path: '/', method: 'POST', body: '{"id":1}' },
    { path: '/', method: 'POST', body: 'a=1&b=two' },
    { path: '/', method: 'POST', body: 'plain words' },
    { path: '/', body: '{}', headers: { 'Content-Type': 'text/x', Authorization: 'own' } },
    { path: '/' },
  ]

  const requests = fillRequests(asked, { rows: undefined, headers })
  await drive(url, { requests, concurrency: 1 }, 1)

  expect(seen).toEqual([
    ['application/json', 'Bearer t'],
    ['application/x-www-form-urlencoded', 'Bearer t'],
    ['text/plain; charset=utf-8', 'Bearer t'],
    ['text/x', 'own'],
    [undefined, 'Bearer t'],
  ])
})

test('a route that needs a login ends the load at once, and says how to send one', async () => {
  const url = await serve((_, response) => {
    response.statusCode = 401
    response.end('{"error":"no token"}')
  })

  await expect(drive(url, { concurrency: 1 }, 1_000_000)).rejects.toMatchObject({
    message:
      "None of the first 3 iterations was let in: /items?… answered 401 instead of a status below 400: it wants a login, which goes into its headers. Send a login with every request: --header 'authorization: Bearer …' (load.headers), or --auth-env NAME (load.authEnv), which reads it from the environment and tells it nowhere.",
    output: 'It answered:\n  {"error":"no token"}',
  })
})

test('a login that is refused is not told, though the service answers with it', async () => {
  const url = await serve((request, response) => {
    response.statusCode = 403
    response.end(`no right for ${request.headers.authorization}`)
  })
  const headers = { Authorization: 'Bearer hunter2-hunter2' }

  await expect(drive(url, { concurrency: 1, headers }, 9)).rejects.toMatchObject({
    message:
      'None of the first 3 iterations was let in: /items?… answered 403 instead of a status below 400: it does not let this request in, which a login in its headers may change. It was sent the header Authorization: check that this credential is right, has not expired and may use this route.',
    output: 'It answered:\n  no right for Bearer …',
  })
})

test('a login that expires on the way says so', async () => {
  let requests = 0
  const url = await serve((_, response) => {
    response.statusCode = requests++ < 100 ? 200 : 401
    response.end()
  })
  const headers = { cookie: 'session=1' }

  await expect(drive(url, { concurrency: 1, headers }, 1_000)).rejects.toThrow(
    /^50 iterations in a row failed, .* It was sent the header cookie: check that this credential is right, has not expired/,
  )
})

test('what fills a path is not told where it fails', async () => {
  const url = await serve((_, response) => {
    response.statusCode = 500
    response.end()
  })
  const rows = [{ person: 'ada lovelace' }]
  const requests = fillRequests([{ path: '/people/{person}' }], { rows, headers: {} })

  await expect(drive(url, { requests, concurrency: 1 }, 60)).rejects.toThrow(
    '50 iterations in a row failed, the last one because /people/{person} answered 500',
  )
})

test('each iteration has a number of its own, over all legs', async () => {
  const paths = new Set<string | undefined>()
  const url = await serve((request, response) => {
    paths.add(request.url)
    response.end('ok')
  })
  const requests = fillRequests([{ path: '/{n}' }], { rows: undefined, headers: {} })
  const load = driveLoad({ ...PLAIN, requests })
  onTestFinished(() => load.close())
  for (const iterations of [40, 60]) {
    await load.run(iterations, { url, signal: new AbortController().signal })
  }

  expect([...paths].toSorted()).toEqual(
    Array.from({ length: 100 }, (_, at) => `/${at + 1}`).toSorted(),
  )
})

test('an iteration may be a function of the service', async () => {
  const paths: (string | undefined)[] = []
  const url = await serve((request, response) => {
    paths.push(`${request.method} ${request.url}`)
    response.end('{"id":7}')
  })
  const { requests: _, ...rest } = PLAIN
  const load = driveLoad({
    ...rest,
    concurrency: 1,
    async iteration(service) {
      const { id } = JSON.parse(await service.send({ path: '/items', body: '{}' })) as {
        id: number
      }
      await service.send({ path: `/items/${id}`, method: 'DELETE' })
    },
  })
  await load.run(1, { url, signal: new AbortController().signal })
  load.close()

  expect(paths).toEqual(['POST /items', 'DELETE /items/7'])
})
