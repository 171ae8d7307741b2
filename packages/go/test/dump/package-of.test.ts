import { expect, test } from 'vitest'
import { importPathOf, originOf } from '../../src/dump/package-of.ts'

test.each([
  ['main.sessions', 'project'],
  ['github.com/acme/api/cache.(*Store).Put', 'project'],
  ['shop/cart.items', 'project'],
  ['net/http.DefaultTransport', 'standard'],
  ['vendor/golang.org/x/net/http2/hpack.staticTable', 'standard'],
  ['internal/poll.runtime_Semrelease', 'standard'],
  ['runtime/pprof.profiles', 'standard'],
  ['runtime.allgs', 'runtime'],
  ['internal/runtime/maps.(*Map).growToTable', 'runtime'],
])('%s is of the %s', (symbol, origin) => {
  expect(originOf(symbol)).toBe(origin)
})

test('the path of a generic function is not that of its argument', () => {
  expect(importPathOf('main.Map[github.com/acme/api/cache.Key]')).toBe('main')
  expect(importPathOf('gopkg.in/yaml.v3.Marshal')).toBe('gopkg.in/yaml')
})
