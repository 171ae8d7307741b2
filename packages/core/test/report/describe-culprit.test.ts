import { expect, it } from 'vitest'
import { describeCulprit } from '../../src/report/describe-culprit.ts'

it('tells what grows, where it is allocated and what holds it', () => {
  const lines = describeCulprit({
    type: 'Session',
    perIteration: { objects: 1, bytes: 96 },
    path: [
      { name: 'src/cache.ts', type: 'module' },
      { name: 'sessions', type: 'Map' },
      { name: 'entry', type: 'Session' },
    ],
    site: { file: 'src/cache.ts', line: 41, column: 18, function: 'remember' },
    fingerprint: '0123456789ab',
  })

  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "  grows         +1 Session, +96 bytes per iteration
      allocated at  src/cache.ts:41:18  remember
      retained by   module src/cache.ts → sessions (Map) → entry → Session
      fingerprint   0123456789ab"
  `)
})

it('tells every owner, the line that adds, the own line before a package, and what a closure keeps', () => {
  const lines = describeCulprit({
    type: 'function onData',
    perIteration: { objects: 0.5, bytes: 1 },
    path: [
      { name: 'process', type: '' },
      { name: '_events', type: 'Object' },
    ],
    site: { file: 'node_modules/bus/index.js', line: 7 },
    calledFrom: { file: 'src/start.ts', line: 3, column: 5 },
    addedAt: { file: 'node_modules/bus/index.js', line: 9, column: 2, function: 'on' },
    alsoHeldBy: [
      [
        { name: 'src/start.ts', type: 'module' },
        { name: 'all', type: 'Set' },
      ],
    ],
    details: ['each closure keeps buffer (Buffer, 1224 bytes)'],
    fingerprint: '0123456789ab',
  })

  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "  grows         +0.5 function onData, +1 byte per iteration
      allocated at  node_modules/bus/index.js:7
      called from   src/start.ts:3:5
      added at      node_modules/bus/index.js:9:2  on
      retained by   process → _events (Object)
      also held by  module src/start.ts → all (Set)
                    each closure keeps buffer (Buffer, 1224 bytes)
      fingerprint   0123456789ab"
  `)
})

it('tells of a goroutine where it waits', () => {
  const lines = describeCulprit({
    type: 'goroutine [chan send]',
    perIteration: { objects: 1, bytes: 800 },
    path: [],
    site: { file: 'orders/search.go', line: 18, function: 'orders.(*Search).Run.func1' },
    fingerprint: '0123456789ab',
  })

  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "  grows         +1 goroutine [chan send], +800 bytes per iteration
      blocked at    orders/search.go:18  orders.(*Search).Run.func1
      fingerprint   0123456789ab"
  `)
})

it('counts no objects where there are none', () => {
  const [grows] = describeCulprit({
    type: 'memory outside the Go heap',
    perIteration: { objects: 0, bytes: 16_384 },
    path: [],
    fingerprint: '0123456789ab',
  })

  expect(grows).toBe('  grows         memory outside the Go heap, +16 384 bytes per iteration')
})
