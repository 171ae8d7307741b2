// CLEAN: code for a type is generated when it is first used, and small buffers are cut from slabs of 8 KB.
export const meta = {
  id: 'clean-protobufjs-lazy',
  package: 'protobufjs',
  leaky: null,
  fixed: '8.8.1',
  kind: 'clean: lazy code generation, slab allocation',
  metric: 'heap',
  n: 800,
  source:
    'type.encode() and decode() replace themselves by generated code at the first call; 40 types, one after the other',
  bytesPerIteration: 0,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: protobuf } = await load()
  const text = Array.from(
    { length: 40 },
    (_, number) =>
      `message Event${number} { uint32 id = 1; string name = 2; repeated uint32 parts = 3; }`,
  )
  const { root } = protobuf.parse(`syntax = "proto3"; ${text.join(' ')}`)
  return { root, turn: 0, id: 0 }
}

export function iterate(context) {
  const turn = context.turn++
  const type = context.root.lookupType(`Event${turn % 40}`)
  const bytes = type.encode({ id: turn % 1000, name: 'started', parts: [1, 2, 3] }).finish()
  context.id = type.decode(bytes).id
}

export async function teardown() {}
