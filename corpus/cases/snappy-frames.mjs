// uncompressSync() never released its reference to the compressed input.
export const meta = {
  id: 'snappy-frames',
  package: 'snappy',
  leaky: '7.2.0',
  fixed: '7.2.1',
  kind: 'native add-on / external buffers',
  metric: 'external',
  n: 1000,
  source: 'Brooooooklyn/snappy #100 "memory leak of sync api" (7.2.1)',
  bytesPerIteration: 3375,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: snappy } = await load()
  const lines = Array.from(
    { length: 400 },
    (_, line) => `${line} GET /item/${(line * 7919) % 1009}`,
  )
  const stored = snappy.compressSync(Buffer.from(lines.join('\n')))
  return { snappy, stored, length: 0 }
}

export function iterate(context) {
  const frame = Buffer.alloc(context.stored.length)
  context.stored.copy(frame)
  context.length = context.snappy.uncompressSync(frame, { asBuffer: true }).length
}

export async function teardown() {}
