import { expect, it } from 'vitest'
import { fingerprint } from '../../src/attribution/fingerprint.ts'
import type { Culprit } from '../../src/plateau/verdict.ts'

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
