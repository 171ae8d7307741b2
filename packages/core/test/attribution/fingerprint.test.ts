import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../src/attribution/fingerprint.ts'
import type { Culprit, PathStep } from '../../src/plateau/verdict.ts'

const culprit: Pick<Culprit, 'type' | 'path' | 'site'> = {
  type: 'Session',
  path: [
    { name: 'src/cache.ts', type: 'module' },
    { name: 'sessions', type: 'Map' },
  ],
  site: { file: 'src/cache.ts', line: 41, column: 18, function: 'remember' },
}

it('stays the same when lines move', () => {
  const moved = { ...culprit, site: { ...culprit.site, file: 'src/cache.ts', line: 52, column: 3 } }

  expect(fingerprint(moved)).toBe(fingerprint(culprit))
  expect(fingerprint(culprit)).toMatch(/^[0-9a-f]{12}$/)
})

it.each([
  ['another class', { type: 'User' }],
  ['another container', { path: [{ name: 'users', type: 'Map' }] }],
  ['another function', { site: { file: 'src/cache.ts', line: 41, function: 'load' } }],
])('differs for %s', (_, other) => {
  expect(fingerprint({ ...culprit, ...other })).not.toBe(fingerprint(culprit))
})

describe('of a store', () => {
  const told = {
    type: '{ id, seen }',
    path: [
      { name: "the scenario's context", type: 'Application' },
      { name: 'cache', type: '{ sessions, size }' },
      { name: 'sessions', type: 'Map' },
      { name: 'entry', type: '{ id, seen }' },
    ],
    site: { file: 'src/cache.ts', line: 41, function: 'remember' },
  }

  it('is the same where no snapshot tells the path from a root, and shapes', () => {
    const bySource = {
      type: 'Object',
      path: [
        { name: 'an object', type: 'Object' },
        { name: 'sessions', type: 'Map' },
        { name: 'entry', type: 'Object' },
      ],
      site: { file: 'src/cache.ts', line: 57 },
    }
    expect(fingerprint(bySource)).toBe(fingerprint(told))
  })

  it('differs for another store of the same object', () => {
    const [root, owner, , entry] = told.path
    const other = { name: 'users', type: 'Map' }

    expect(fingerprint({ ...told, path: [root, owner, other, entry] as PathStep[] })).not.toBe(
      fingerprint(told),
    )
  })

  it('differs for the listeners of another emitter', () => {
    const listeners = (name: string, type: string) =>
      fingerprint({
        type: 'function onPrice',
        path: [
          { name, type },
          { name: '_events', type: 'Object' },
          { name: 'entry', type: 'Array' },
          { name: 'entry', type: 'function onPrice' },
        ],
      })

    expect(listeners('bus', 'EventEmitter')).not.toBe(listeners('process', 'process'))
    expect(listeners('bus', 'EventEmitter')).not.toBe(listeners('feed', 'EventEmitter'))
  })
})
