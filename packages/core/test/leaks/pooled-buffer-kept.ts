import type { Scenario } from '../../src/scenario.ts'

/** A Buffer of eight pooled bytes is kept per call; the repaired twin drops it. */
export const leaky: Scenario = {
  name: 'Buffer of eight pooled bytes kept',
  setup: (): Buffer[] => [],
  run(buffers: Buffer[]) {
    buffers.push(Buffer.from('eight by'))
  },
  teardown(buffers: Buffer[]) {
    buffers.length = 0
  },
}

export const repaired: Scenario = {
  name: 'Buffer of eight pooled bytes dropped',
  run() {
    Buffer.from('eight by')
  },
}
