// co() chained a promise to a promise at every yield: a loop that never ends kept the whole chain alive.
export const meta = {
  id: 'co-worker-loop',
  package: 'co',
  leaky: '4.0.2',
  fixed: '4.1.0',
  kind: 'promise chain',
  metric: 'heap',
  n: 1000,
  source: 'tj/co issue #180 "Aggressive Memory Leak", History.md 4.1.0 "fix memory leak #180"',
  bytesPerIteration: 96,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: co } = await load()
  const context = { deliver: null, done: null, running: true, worker: null, handled: 0 }
  const nextJob = () =>
    new Promise((resolve) => {
      context.deliver = resolve
    })
  context.worker = co(function* () {
    while (context.running) {
      const job = yield nextJob()
      context.handled += job
      context.done?.()
    }
  })
  await null
  return context
}

export async function iterate(context) {
  while (!context.deliver) await null
  await new Promise((resolve) => {
    const { deliver } = context
    context.deliver = null
    context.done = resolve
    deliver(1)
  })
}

export async function teardown(context) {
  context.running = false
  await iterate(context)
  await context.worker
}
