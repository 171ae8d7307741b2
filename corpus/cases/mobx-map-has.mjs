// map.has(key) outside of any reaction stored an observable entry for every key ever asked for.
export const meta = {
  id: 'mobx-map-has',
  package: 'mobx',
  leaky: '5.11.0',
  fixed: '5.13.0',
  kind: 'observable map / key registry',
  metric: 'heap',
  n: 500,
  source:
    'mobxjs/mobx issue #2031, pull request #2032 "potential memory leak in observable maps" (5.13.0)',
  bytesPerIteration: 450,
  node: ['22', '24'],
}

export async function setup(load) {
  const { observable } = await load()
  const selected = observable.map([['first', true]])
  return { selected, hits: 0 }
}

export function iterate(context) {
  const row = { title: 'row' }
  if (context.selected.has(row)) context.hits++
}

export async function teardown({ selected }) {
  selected.clear()
}
