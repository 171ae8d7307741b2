import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { shownFile } from '../../src/explain/shown-file.ts'

const PAGE = 'http://127.0.0.1:5173/shop?item=4'

it.each([
  ['http://127.0.0.1:5173/src/cart.ts?t=1712', 'src/cart.ts'],
  ['http://127.0.0.1:5173/', 'http://127.0.0.1:5173/'],
  ['https://cdn.example/lib.js', 'https://cdn.example/lib.js'],
  ['webpack://shop/./src/cart.ts?4af2', 'src/cart.ts'],
  ['webpack-internal:///(app-pages-browser)/./src/cart.tsx', 'src/cart.tsx'],
  ['turbopack:///[project]/src/cart.tsx', 'src/cart.tsx'],
  [pathToFileURL(join(process.cwd(), 'src', 'cart.ts')).href, join('src', 'cart.ts')],
])('%s is shown as %s', (address, shown) => {
  expect(shownFile(address, PAGE)).toBe(shown)
})
