// CLEAN: parsed ranges go into an internal LRU cache of 1000 entries: grows for the first 1000 ranges, then stays.
export const meta = {
  id: 'clean-semver-range-cache',
  package: 'semver',
  leaky: null,
  fixed: '7.8.6',
  kind: 'clean: hidden parser cache filling to its limit',
  metric: 'heap',
  n: 1000,
  warm: 2000,
  source: 'classes/range.js: LRU of at most 1000 parsed ranges',
  bytesPerIteration: 0,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: semver } = await load()
  return { semver, minor: 0, allowed: 0 }
}

export function iterate(context) {
  const range = `^1.${context.minor++ % 5000}.0`
  if (context.semver.satisfies('1.9999.0', range)) context.allowed++
}

export async function teardown() {}
