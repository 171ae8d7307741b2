// A computed signal read twice outside of any effect was subscribed to by the module's root signal and never let go.
export const meta = {
  id: 'signals-core-computed',
  package: '@preact/signals-core',
  leaky: '1.0.1',
  fixed: '1.1.1',
  kind: 'reactive graph',
  metric: 'heap',
  n: 500,
  source:
    '@preact/signals-core CHANGELOG 1.1.0 "Fix a memory leak when computed signals and effects are removed" (bf6af3b)',
  bytesPerIteration: 1049,
  node: ['22', '24'],
}

export async function setup(load) {
  const { signal, computed } = await load()
  return { signal, computed, area: 0 }
}

export function iterate(context) {
  const width = context.signal(3)
  const area = context.computed(() => width.value * width.value)
  context.area = area.value
  width.value = 4
  context.area = area.value
}

export async function teardown() {}
