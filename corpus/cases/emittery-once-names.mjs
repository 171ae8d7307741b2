// The empty set of listeners of a name stayed after its only listener was gone: one set for each answer waited for.
export const meta = {
  id: 'emittery-once-names',
  package: 'emittery',
  leaky: '0.12.1',
  fixed: '0.13.1',
  kind: 'listeners / Map of Sets',
  metric: 'heap',
  n: 500,
  source: 'sindresorhus/emittery #103 "Properly clean up listener storage" (0.13.0)',
  bytesPerIteration: 242,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: Emittery } = await load()
  return { replies: new Emittery(), request: 0 }
}

export async function iterate(context) {
  const name = `reply:${context.request++}`
  const reply = context.replies.once(name)
  await context.replies.emit(name, 'ok')
  await reply
}

export async function teardown({ replies }) {
  replies.clearListeners()
}
