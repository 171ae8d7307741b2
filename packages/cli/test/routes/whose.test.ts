import type { Culprit } from '@plateau/core'
import { expect, test } from 'vitest'
import { whose } from '../../src/routes/whose.ts'

function culprit(holder: string, file?: string): Culprit {
  return {
    type: 'Object',
    perIteration: { objects: 1, bytes: 40 },
    path: [{ name: holder, type: holder === 'globalThis' ? 'object' : 'module' }],
    ...(file !== undefined && { site: { file, line: 1 } }),
    fingerprint: 'a',
  }
}

test.each([
  ['src/cache.js', '/app/node_modules/lru/index.js', 'yours'],
  ['/app/node_modules/p-timeout/index.js', undefined, 'the dependency p-timeout'],
  ['globalThis', '/app/node_modules/@scope/kit/index.js', 'the dependency @scope/kit'],
  ['globalThis', 'node_modules/next/dist/server.js', 'the framework next'],
  ['globalThis', undefined, undefined],
  ['.next/server/chunks/_1r._.js', 'app/api/route.js', 'yours'],
  ['.next/server/chunks/_1r._.js', 'node_modules/next/dist/next-url.js', undefined],
])('what %s holds and %s allocates is of %s', (holder, file, expected) => {
  expect(whose(culprit(holder, file))).toBe(expected)
})
