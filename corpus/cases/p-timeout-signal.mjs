// pTimeout() added an 'abort' listener to the caller's signal and left it there after the promise had settled.
import { setMaxListeners } from 'node:events'

export const meta = {
  id: 'p-timeout-signal',
  package: 'p-timeout',
  leaky: '6.1.2',
  fixed: '6.1.4',
  kind: 'AbortSignal listeners',
  metric: 'heap',
  n: 500,
  source:
    'sindresorhus/p-timeout issue #42 "memory leak from abort listener" (6.1.3, completed in 6.1.4)',
  bytesPerIteration: 1329,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: pTimeout } = await load()
  const shutdown = new AbortController()
  setMaxListeners(0, shutdown.signal)
  return { pTimeout, shutdown, order: 0 }
}

export async function iterate(context) {
  const lookUp = Promise.resolve({ order: context.order++ })
  await context.pTimeout(lookUp, { milliseconds: 5000, signal: context.shutdown.signal })
}

export async function teardown({ shutdown }) {
  shutdown.abort()
}
