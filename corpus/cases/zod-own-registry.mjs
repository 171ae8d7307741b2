// A registry kept its schemas in a Map: registering a schema kept it alive as long as the registry.
export const meta = {
  id: 'zod-own-registry',
  package: 'zod',
  leaky: '4.1.5',
  fixed: '4.1.8',
  kind: 'Map registry',
  metric: 'heap',
  n: 1000,
  source: 'colinhacks/zod 36c4ee354 "Switch back to weakmap" (repaired in 4.1.8 at the latest)',
  bytesPerIteration: 7378,
  node: ['22', '24'],
}

export async function setup(load) {
  const { z } = await load()
  return { z, labels: z.registry(), passed: 0 }
}

export function iterate(context) {
  const { z, labels } = context
  const answer = z.number().register(labels, { label: 'answer' })
  if (answer.safeParse(42).success) context.passed++
}

export async function teardown({ labels }) {
  labels.clear()
}
