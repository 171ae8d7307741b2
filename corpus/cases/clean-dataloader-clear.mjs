// CLEAN: every loaded record is cached by its key and the cache is cleared after each 50 loads: a saw-tooth.
export const meta = {
  id: 'clean-dataloader-clear',
  package: 'dataloader',
  leaky: null,
  fixed: '2.2.3',
  kind: 'clean: cache cleared now and then, saw-tooth',
  metric: 'heap',
  n: 500,
  source: 'clearAll() after each 50 loads',
  bytesPerIteration: 0,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: DataLoader } = await load()
  const readAll = async (keys) => keys.map((key) => ({ key, tags: [key, key + 1, key + 2] }))
  return { users: new DataLoader(readAll), key: 0 }
}

export async function iterate(context) {
  const { users } = context
  const key = context.key++
  await Promise.all([users.load(key), users.load(key)])
  if (context.key % 50 === 0) users.clearAll()
}

export async function teardown({ users }) {
  users.clearAll()
}
