import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Driving, openConnection, type Service, workOf } from '../../src/drive/index.ts'

/** A real service that answers each path with its name, and what was asked of it. */
async function service(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.url?.startsWith('/broken')) response.statusCode = 500
    if (request.url === '/gone') response.statusCode = 404
    if (request.url === '/cut') return request.socket.destroy()
    response.end(`body of ${request.url}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

async function driven(driving: Driving) {
  const { url, asked } = await service()
  const connection = openConnection(url)
  onTestFinished(() => connection.close())
  return { work: workOf(driving, { name: 'shop', connection, program: undefined }), asked, url }
}

const { signal } = new AbortController()

test('each iteration sends every request in its order', async () => {
  const request = ['/a', { path: '/b', body: '{}' }, { path: '/gone', method: 'PUT', status: 404 }]
  const { work, asked } = await driven({ request })

  expect(await work(2, signal)).toBe(2)

  expect(asked).toEqual(['GET /a', 'POST /b', 'PUT /gone', 'GET /a', 'POST /b', 'PUT /gone'])
})

test('a function drives the service, and a load does so many iterations at once', async () => {
  const seen: unknown[] = []
  const one = await driven({ drive: async (shop: Service) => seen.push(await shop.send('/a')) })
  const many = await driven({ load: (iterations, shop) => seen.push(iterations, shop.url) })

  expect([await one.work(2, signal), await many.work(50, signal)]).toEqual([2, 50])

  expect(seen).toEqual(['body of /a', 'body of /a', 50, many.url])
})

test.each([
  [{ request: '/broken' }, '/broken answered 500 instead of a status below 400.'],
  [{ request: '/broken?token=hunter2' }, '/broken?… answered 500 instead of a status below 400.'],
  [{ request: { path: '/gone', status: 200 } }, '/gone answered 404 instead of 200.'],
  [{ request: '/cut' }, '/cut was not answered, socket hang up'],
  [
    {
      drive: () => {
        throw new Error('no such user')
      },
    },
    'it threw Error.',
  ],
])('a failure names the iteration and the target', async (driving, said) => {
  const { work } = await driven(driving)

  await expect(work(3, signal)).rejects.toThrow(`Iteration 1 of 'shop' failed: ${said}`)
})

test('what the service answered and what an error quotes is apart from the message', async () => {
  const refused = await driven({ request: '/broken' })
  const thrown = await driven({ drive: (shop: Service) => shop.send('/a').then(JSON.parse) })

  await expect(refused.work(1, signal)).rejects.toMatchObject({
    output: 'It answered:\n  body of /broken',
  })
  const failure = await thrown.work(1, signal).catch((error: unknown) => error)
  expect(failure).toMatchObject({ message: "Iteration 1 of 'shop' failed: it threw SyntaxError." })
  expect(failure).toMatchObject({ output: expect.stringContaining('body of /a') })
})

test('an abort ends the work between two iterations', async () => {
  const abort = new AbortController()
  let driven_ = 0
  const { work } = await driven({
    drive: () => {
      if (++driven_ === 3) abort.abort()
    },
  })

  expect(await work(10, abort.signal)).toBe(3)
})

test('a target that nothing was said of says so', async () => {
  const { work } = await driven({})

  await expect(work(1, signal)).rejects.toThrow(
    "Target 'shop' has nothing to do: say what one iteration is with request, drive or load.",
  )
})
