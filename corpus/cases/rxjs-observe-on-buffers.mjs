// observeOn() added every scheduled action, and with it the value it carried, to a subscription that never ends.
export const meta = {
  id: 'rxjs-observe-on-buffers',
  package: 'rxjs',
  leaky: '7.3.0',
  fixed: '7.3.1',
  kind: 'array buffers',
  metric: 'external',
  n: 500,
  source:
    'ReactiveX/rxjs #6562, issue #6561 "scheduling with Rx-provided schedulers will no longer leak action references" (7.3.1)',
  bytesPerIteration: 8192,
  node: ['22', '24'],
}

export async function setup(load) {
  const { Subject, asapScheduler, observeOn } = await load()
  const frames = new Subject()
  const context = { frames, subscription: null, delivered: null, bytes: 0 }
  context.subscription = frames.pipe(observeOn(asapScheduler)).subscribe((frame) => {
    context.bytes = frame.length
    context.delivered()
  })
  return context
}

export function iterate(context) {
  return new Promise((resolve) => {
    context.delivered = resolve
    context.frames.next(Buffer.alloc(8192))
  })
}

export async function teardown({ subscription }) {
  subscription.unsubscribe()
}
