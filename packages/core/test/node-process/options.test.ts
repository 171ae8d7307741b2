import { expect, test } from 'vitest'
import { nodeTarget } from '../../src/index.ts'

const COMMAND = ['node', 'server.js']

function messageOf(options: unknown): string {
  try {
    nodeTarget(options as never)
    return 'accepted'
  } catch (error) {
    return (error as Error).message
  }
}

test('wrong options are told of with what was received, before anything is started', () => {
  const wrong = [
    undefined,
    {},
    { command: COMMAND, pid: 12 },
    { command: [] },
    { command: 'node server.js' },
    { pid: -1 },
    { command: COMMAND, request: '/', drive: () => {} },
    { command: COMMAND, request: 'orders' },
    { command: COMMAND, requests: '/' },
    { command: COMMAND, ready: 'healthz' },
    { command: COMMAND, limit: 0.5 },
    { command: COMMAND, env: { SECRET: 7 } },
    { command: COMMAND, url: 'localhost:3000' },
    { pid: 12, cwd: '/srv' },
    { attach: 'ws://127.0.0.1:9229/x', request: '/' },
  ]

  expect(`\n${wrong.map(messageOf).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    nodeTarget() takes an object such as { command: ['node', 'server.js'], request: '/' }, received undefined.
    nodeTarget() needs exactly one of command, attach, pid, received none.
    nodeTarget() needs exactly one of command, attach, pid, received command and pid.
    command must be a list such as ['node', 'server.js'], received [].
    command must be a list such as ['node', 'server.js'], received 'node server.js'.
    pid must be a positive integer, received -1.
    nodeTarget() takes one of request, drive and load, which says what one iteration is; received request and drive.
    request must be a path such as /orders/1, or { method, path, headers, body }, received 'orders'.
    Unknown option 'requests' of nodeTarget(): did you mean request?
    ready must be a path such as /healthz, or false, received 'healthz'.
    limit must be a positive integer, received 0.5.
    env must be an object of strings, received number for SECRET.
    url must be the address of a service such as http://127.0.0.1:3000, received 'localhost:3000'.
    cwd has no meaning beside pid: that process runs already.
    request needs url beside attach: the address of the service, such as http://127.0.0.1:3000.
    "
  `)
})

test('a target is called by its script, its process or its own name', () => {
  const named = [
    { command: ['node', '--enable-source-maps', 'server.js', '--port', '{port}'] },
    { pid: 12 },
    { attach: 'ws://127.0.0.1:9229/x' },
    { command: COMMAND, name: 'shop' },
  ].map((options) => nodeTarget(options).name)

  expect(named).toEqual(['server.js', 'process 12', 'process at 127.0.0.1:9229', 'shop'])
})
