import { expect, test } from 'vitest'
import { isAt, storeExpressions } from '../../src/attribution/store-expressions.ts'

interface Told {
  readonly source: string
  readonly text: string
  readonly owner?: string
  readonly name: string
  readonly event?: string
  readonly columns: readonly [column: number, lastColumn: number]
}

test.each<Told>([
  { source: 'orders.set(id, order)', text: 'orders', name: 'orders', columns: [7, 7] },
  {
    source: 'this.#seen.add(id)',
    text: 'this.#seen',
    owner: 'this',
    name: '#seen',
    columns: [11, 11],
  },
  {
    source: 'parent?.children.push(this)',
    text: 'parent?.children',
    owner: 'parent',
    name: 'children',
    columns: [17, 17],
  },
  {
    source: 'Widget.mounted?.unshift(widget)',
    text: 'Widget.mounted',
    owner: 'Widget',
    name: 'mounted',
    columns: [16, 16],
  },
  {
    source: 'app.pool.waiting.splice(0, 0, one)',
    text: 'app.pool.waiting',
    owner: 'app.pool',
    name: 'waiting',
    columns: [17, 17],
  },
  {
    source: 'this.signal.addEventListener("abort", stop)',
    text: 'this.signal',
    owner: 'this',
    name: 'signal',
    event: 'abort',
    columns: [12, 12],
  },
  { source: 'counts[id] = 1', text: 'counts', name: 'counts', columns: [0, 6] },
  {
    source: '  this.byUser[user.id] ??= []',
    text: 'this.byUser',
    owner: 'this',
    name: 'byUser',
    columns: [2, 13],
  },
  { source: '  cache[key(a, b)] ||= load()', text: 'cache', name: 'cache', columns: [2, 7] },
])('$source adds to $text', ({ source, columns: [column, lastColumn], ...told }) => {
  expect(storeExpressions(source)).toEqual([{ line: 0, column, lastColumn, ...told }])
})

test.each([
  'if (counts[id] === 1) return',
  'const first = list[0]',
  'registry().add(plugin)',
  'byUser.get(id).push(order)',
  'const find = (list) => list.map((one) => one.id)',
  "items['a'] => 1",
])('%s names nothing that could be evaluated again and gains', (source) => {
  expect(storeExpressions(source)).toEqual([])
})

test('of several lines and expressions each has its place', () => {
  const source = 'first.add(1); second.push(2)\n\nthird[key] = 3'

  const found = storeExpressions(source)

  expect(found.map(({ text, line, column }) => [text, line, column])).toEqual([
    ['first', 0, 6],
    ['second', 0, 21],
    ['third', 2, 0],
  ])
})

test('V8 stops at the name of a method, and at any name of an assignment', () => {
  const [call, assignment] = ['kept.push(1)', 'this.kept[1] = 1'].flatMap(storeExpressions)
  const stopsAt = (line: number, column: number) =>
    [call, assignment].map((one) => one !== undefined && isAt(one, { line, column }))

  expect(stopsAt(0, 5)).toEqual([true, true])
  expect(stopsAt(0, 0)).toEqual([false, true])
  expect(stopsAt(0, 9)).toEqual([false, true])
  expect(stopsAt(0, 10)).toEqual([false, false])
  expect(stopsAt(1, 5)).toEqual([false, false])
})
