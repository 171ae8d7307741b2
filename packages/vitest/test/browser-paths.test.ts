import { expect, it } from 'vitest'
import { projectPath } from '../src/browser/project-path.ts'
import { openSourceMap } from '../src/browser/source-map.ts'

const ROOT = '/home/ada/shop/web'

it.each([
  ['http://localhost:63315/src/cart.ts?import&t=17', 'src/cart.ts'],
  [
    'http://localhost:63315/node_modules/.vite/deps/vue.js?v=4af2',
    'node_modules/.vite/deps/vue.js',
  ],
  ['http://localhost:63315/@fs/home/ada/shop/web/test/cart.test.ts', 'test/cart.test.ts'],
  ['http://localhost:63315/@fs/home/ada/shop/core/src/a%20b.ts', '../core/src/a b.ts'],
  ['file:///home/ada/shop/core/src/a.ts', '../core/src/a.ts'],
  ['http://localhost:63315/@fs/opt/lib/a.js', '/opt/lib/a.js'],
  ['node:internal', 'node:internal'],
])('%s is told as %s', (url, path) => {
  expect(projectPath(url, ROOT)).toBe(path)
})

it('a map is read from the text of its file as from a script that carries it along', () => {
  const map = { sources: ['../src/panel.ts'], mappings: 'AAEA' }
  const inline = `data:application/json;base64,${btoa(JSON.stringify(map))}`

  for (const text of [inline, JSON.stringify(map)]) {
    expect(openSourceMap(text)?.find({ line: 0, column: 4 })).toEqual({
      source: '../src/panel.ts',
      line: 2,
      column: 0,
    })
  }
  expect(openSourceMap('no map')).toBeUndefined()
})
