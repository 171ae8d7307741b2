import type { Scenario } from '../../src/scenario.ts'

interface Context {
  log: Buffer
}

/** A Buffer gains exactly one byte per call; the repaired twin keeps its newest 64 bytes. */
export const leaky: Scenario = {
  name: 'Buffer that grows by one byte',
  setup: open,
  run(context: Context) {
    context.log = append(context.log, context.log.length + 1)
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'Buffer of constant length',
  setup: open,
  run(context: Context) {
    context.log = append(context.log.subarray(1), 64)
  },
  teardown: close,
}

function open(): Context {
  return { log: Buffer.alloc(64) }
}

/** `Buffer.alloc`, because `concat` takes short buffers from the pool, which grows in slabs. */
function append(log: Buffer, length: number): Buffer {
  const longer = Buffer.alloc(length)
  log.copy(longer)
  return longer
}

function close(context: Context): void {
  context.log = Buffer.alloc(0)
}
