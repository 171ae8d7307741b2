import { expect, test } from 'vitest'
import { fillRequests } from '../../src/load/fill-requests.ts'
import type { Row } from '../../src/load/read-data.ts'

const PLACE = { rows: undefined, headers: {} }

function bodyOf(body: string, rows: readonly Row[], headers: Record<string, string> = {}) {
  return fillRequests([{ path: '/', body, headers }], { rows, headers: {} })(1)[0]?.body
}

test('the number and the identifier are the same in all requests of an iteration', () => {
  const requests = fillRequests(
    [{ path: '/orders', body: '{"id":"{uuid}","n":{n}}' }, { path: '/orders/{uuid}?n={n}' }],
    { rows: undefined, headers: { 'Idempotency-Key': '{uuid}' } },
  )
  const [create, remove] = requests(7)
  const { id } = JSON.parse(create?.body ?? '') as { id: string }

  expect(id).toMatch(/^[\da-f]{8}-/)
  expect(create).toMatchObject({
    body: `{"id":"${id}","n":7}`,
    headers: { 'idempotency-key': id, 'content-type': 'application/json' },
  })
  expect(remove).toMatchObject({ path: `/orders/${id}?n=7`, written: '/orders/{uuid}?n={n}' })
  expect(requests(8)[0]?.body).not.toContain(id)
})

test('rows are taken in turn, and over again', () => {
  const rows = [{ user: 'a/b' }, { user: 'é' }]
  const requests = fillRequests([{ path: '/{user}' }], { rows, headers: {} })

  expect([1, 2, 3].map((n) => requests(n)[0]?.path)).toEqual(['/a%2Fb', '/%C3%A9', '/a%2Fb'])
})

test('what is put into a body does not break it', () => {
  const rows = [{ name: 'O"Brien\n& sons', age: '12', zip: '007', tags: ['x'] }]

  expect(bodyOf('{"name":"{name}","age":{age},"zip":{zip},"tags":{tags}}', rows)).toBe(
    String.raw`{"name":"O\"Brien\n& sons","age":12,"zip":"007","tags":["x"]}`,
  )
  expect(bodyOf('name={name}&age={age}', rows)).toBe('name=O%22Brien%0A%26%20sons&age=12')
  expect(bodyOf('dear {name}', rows)).toBe('dear O"Brien\n& sons')
  expect(bodyOf('"{name}"', rows, { 'Content-Type': 'text/plain' })).toBe('"O"Brien\n& sons"')
})

test('braces of a body stay as they are without data, and in pairs with it', () => {
  const query = '{"query":"{users{id}}"}'

  expect(fillRequests([{ path: '/', body: query }], PLACE)(1)[0]?.body).toBe(query)
  expect(bodyOf('{"query":"{users{{id}}}","me":"{id}"}', [{ id: 5 }])).toBe(
    '{"query":"{users{id}}","me":"5"}',
  )
})

test('a name in a header that nothing fills is refused, for it is never meant as it stands', () => {
  const request = { path: '/', headers: { 'x-tenant': '{tenant}' } }

  expect(() => fillRequests([request], PLACE)).toThrow(
    "load.request: nothing fills {tenant} of 'GET /'",
  )
})

test.each<[string, readonly Row[] | undefined, string]>([
  [
    '/orders/{id}',
    undefined,
    "load.request: nothing fills {id} of 'POST /orders/{id}': give the file whose column it is with --data (load.data), or write {{id}} to send {id} itself. Known without data are {n} and {uuid}.",
  ],
  [
    '/orders/{id}',
    [{ user: 1, age: 2 }],
    "load.request: nothing fills {id} of 'POST /orders/{id}': the data has the columns user, age. To send {id} itself, write {{id}}. Known without data are {n} and {uuid}.",
  ],
  [
    '/orders',
    [{ user: 1 }],
    "load.request: nothing fills {item} of 'POST /orders': the data has the columns user. To send {item} itself, write {{item}}. Known without data are {n} and {uuid}.",
  ],
  [
    '/orders/{item}',
    [{ item: 1 }, { user: 2 }],
    "load.data (--data): row 2 has no 'item', which a request takes.",
  ],
])('%s with %j is refused', (path, rows, message) => {
  const request = { path, method: 'POST', body: '{"item":"{item}"}' }

  expect(() => fillRequests([request], { rows, headers: {} })).toThrow(message)
})

test('data that no request takes is refused', () => {
  expect(() => fillRequests([{ path: '/' }], { rows: [{ a: 1, b: 2 }], headers: {} })).toThrow(
    'load.data (--data) has no effect: nothing that is sent names one of its columns, such as {a}. They are a, b.',
  )
})
