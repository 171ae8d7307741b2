// A cache limited by weight only never used the slots of evicted entries again: its lists grew with every new key.
export const meta = {
  id: 'lru-cache-weighted',
  package: 'lru-cache',
  leaky: '7.8.0',
  fixed: '7.8.1',
  kind: 'LRU cache',
  metric: 'heap',
  n: 2000,
  source: 'isaacs/node-lru-cache 62eca10 "Fix memory leak in unbounded storage case" (7.8.1)',
  bytesPerIteration: 430,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: LRUCache } = await load()
  const pages = new LRUCache({ maxSize: 8000, sizeCalculation: (page) => page.length })
  return { pages, number: 0, hits: 0 }
}

export function iterate(context) {
  const url = `/article/${context.number++}`
  if (!context.pages.has(url)) context.pages.set(url, '<p>'.padEnd(400, '.'))
  if (context.pages.get(url)) context.hits++
}

export async function teardown({ pages }) {
  pages.clear()
}
