// CLEAN: entries are held by WeakRef and removed by a FinalizationRegistry callback some time after they were collected.
export const meta = {
  id: 'clean-weak-lru-cache',
  package: 'weak-lru-cache',
  leaky: null,
  fixed: '1.2.2',
  kind: 'clean: WeakRef and FinalizationRegistry',
  metric: 'heap',
  n: 1000,
  settleMs: 40,
  source: 'WeakLRUCache: a strong part of cacheSize entries, the rest weak until finalized',
  bytesPerIteration: 0,
  node: ['22', '24'],
}

export async function setup(load) {
  const { WeakLRUCache } = await load()
  return { records: new WeakLRUCache({ cacheSize: 256 }), number: 0, found: 0 }
}

export async function iterate(context) {
  const number = context.number++
  context.records.setValue(number, { number, text: `record ${number}` })
  if (context.records.getValue(number)) context.found++
  if (number % 50 === 0) await new Promise(setImmediate)
}

export async function teardown({ records }) {
  records.clear()
}
