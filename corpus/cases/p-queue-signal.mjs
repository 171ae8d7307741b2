// Each task added with a signal left an 'abort' listener (and its pending promise) on that signal after the task was done.
import { setMaxListeners } from 'node:events'

export const meta = {
  id: 'p-queue-signal',
  package: 'p-queue',
  leaky: '9.0.0',
  fixed: '9.0.1',
  kind: 'AbortSignal listeners',
  metric: 'heap',
  n: 300,
  source:
    'sindresorhus/p-queue pull request #235 "Remove abort listener when operation completes" (9.0.1)',
  bytesPerIteration: 1537,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: PQueue } = await load()
  const shutdown = new AbortController()
  setMaxListeners(0, shutdown.signal)
  return { queue: new PQueue({ concurrency: 2 }), shutdown, sum: 0 }
}

export async function iterate(context) {
  const add = (amount) =>
    context.queue.add(
      async () => {
        context.sum += amount
      },
      { signal: context.shutdown.signal },
    )
  await Promise.all([add(1), add(-1)])
}

export async function teardown({ queue }) {
  queue.clear()
}
