// CLEAN: the last 500 log records are kept for a crash report: grows for the first 500 lines, then replaces the oldest.
export const meta = {
  id: 'clean-bunyan-ring',
  package: 'bunyan',
  leaky: null,
  fixed: '2.0.5',
  kind: 'clean: ring buffer of log records',
  metric: 'heap',
  n: 1000,
  source: 'bunyan.RingBuffer with limit: 500',
  bytesPerIteration: 0,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: bunyan } = await load()
  const ring = new bunyan.RingBuffer({ limit: 500 })
  const log = bunyan.createLogger({
    name: 'shop',
    streams: [{ type: 'raw', level: 'debug', stream: ring }],
  })
  return { log, ring, order: 0 }
}

export function iterate(context) {
  const order = context.order++
  context.log.child({ order }, true).debug({ items: [order, order + 1] }, 'order packed')
}

export async function teardown({ ring }) {
  ring.end()
}
