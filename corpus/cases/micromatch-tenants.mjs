// Every pattern, its syntax tree and its matcher went into caches without a limit.
export const meta = {
  id: 'micromatch-tenants',
  package: 'micromatch',
  leaky: '3.1.10',
  fixed: '4.0.8',
  kind: 'parser / pattern cache',
  metric: 'heap',
  n: 150,
  source:
    'micromatch CHANGELOG 4.0.0 "caching and all related options and methods have been removed"',
  bytesPerIteration: 17287,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: micromatch } = await load()
  const files = ['acme/logo.svg', 'acme/print/logo.png', 'other/logo.svg']
  return { micromatch, files, upload: 0, matched: 0 }
}

export function iterate(context) {
  const patterns = [`acme/**/*.{svg,png}`, `!acme/draft-${context.upload++}/*`]
  context.matched = context.micromatch(context.files, patterns).length
}

export async function teardown() {}
