import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requestsOf } from '../../src/load/requests.ts'
import { testFolder } from '../command/run-plateau.ts'

test('requests are read from text', () => {
  expect(
    requestsOf(['/', 'DELETE /a', 'POST /b {"c": 1}', { path: '/d', status: 404 }], '.'),
  ).toEqual([
    { path: '/' },
    { path: '/a', method: 'DELETE' },
    { path: '/b', method: 'POST', body: '{"c": 1}' },
    { path: '/d', status: 404 },
  ])
  expect(() => requestsOf('items', '.')).toThrow(
    `request must be a path such as /orders/1, or 'POST /orders {"id":1}', received 'items'.`,
  )
})

test('a body is read from a file', () => {
  const cwd = testFolder()
  writeFileSync(join(cwd, 'order.json'), '{\n"item": "é"}\n')

  expect(requestsOf('POST /b @order.json', cwd)).toEqual([
    { path: '/b', method: 'POST', body: '{\n"item": "é"}\n' },
  ])
  expect(requestsOf({ path: '/b', body: '@order.json' }, cwd)).toEqual([
    { path: '/b', body: '@order.json' },
  ])
})

test('a file that is missing or no text is told of with its place', () => {
  const cwd = testFolder()
  writeFileSync(join(cwd, 'picture.png'), Buffer.from([0x89, 0x50, 0xff]))

  expect(() => requestsOf('POST /b @order.json', cwd)).toThrow(
    `request takes its body from 'order.json', which cannot be read (ENOENT): it was looked for at ${join(cwd, 'order.json')}.`,
  )
  expect(() => requestsOf('POST /b @picture.png', cwd)).toThrow(
    "request takes its body from 'picture.png', which is no text: send such a body from iteration in the configuration.",
  )
})
