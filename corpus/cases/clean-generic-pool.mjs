// CLEAN: a pool makes up to 20 objects as they are needed, lends them and takes them back; each holds a buffer of 4 KB.
export const meta = {
  id: 'clean-generic-pool',
  package: 'generic-pool',
  leaky: null,
  fixed: '3.9.0',
  kind: 'clean: object pool, made when needed',
  metric: 'heap',
  n: 400,
  source: 'max: 20 objects; demand rises to 20 in the first iterations',
  bytesPerIteration: 0,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: genericPool } = await load()
  const factory = {
    create: async () => ({ page: Buffer.alloc(4096), uses: 0 }),
    destroy: async () => {},
  }
  const pool = genericPool.createPool(factory, { max: 20, min: 0 })
  return { pool, turn: 0 }
}

export async function iterate(context) {
  const { pool } = context
  const wanted = 1 + (context.turn++ % 20)
  const pages = await Promise.all(Array.from({ length: wanted }, () => pool.acquire()))
  for (const page of pages) page.uses++
  await Promise.all(pages.map((page) => pool.release(page)))
}

export async function teardown({ pool }) {
  await pool.drain()
  await pool.clear()
}
