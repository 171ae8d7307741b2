// CLEAN: two generations of up to 400 entries each: grows until both are full, then drops one and refills it, over and over.
export const meta = {
  id: 'clean-quick-lru-fill',
  package: 'quick-lru',
  leaky: null,
  fixed: '7.3.0',
  kind: 'clean: cache filling to its limit, saw-tooth',
  metric: 'heap',
  n: 2000,
  source: 'bounded by maxSize: 400 (quick-lru keeps at most twice as many)',
  bytesPerIteration: 0,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: QuickLRU } = await load()
  return { views: new QuickLRU({ maxSize: 400 }), visitor: 0 }
}

export function iterate(context) {
  const visitor = context.visitor++
  context.views.set(`visitor-${visitor}`, { visitor, pages: [visitor] })
}

export async function teardown({ views }) {
  views.clear()
}
