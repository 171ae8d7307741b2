// The timer of a task's time limit was not cleared when the task finished: it held task and item until it fired.
export const meta = {
  id: 'promise-pool-task-timeout',
  package: '@supercharge/promise-pool',
  leaky: '3.0.0',
  fixed: '3.1.1',
  kind: 'timers',
  metric: 'handles',
  n: 100,
  source:
    'supercharge/promise-pool pull request #79 "Clear the timer for task timeout after the task has completed" (3.1.0)',
  bytesPerIteration: 1,
  node: ['22', '24'],
}

// Nothing but time ends the forgotten timers, so the limit is short: the process can leave 20 s after the last iteration.
const TASK_LIMIT_MS = 20_000

export async function setup(load) {
  const { PromisePool } = await load()
  return { PromisePool, sent: 0 }
}

export async function iterate(context) {
  await context.PromisePool.for(['mail'])
    .withConcurrency(2)
    .withTaskTimeout(TASK_LIMIT_MS)
    .process(async () => {
      context.sent++
    })
}

export async function teardown() {}
