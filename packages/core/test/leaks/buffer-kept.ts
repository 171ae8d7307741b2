import type { Scenario } from '../../src/scenario.ts'

/** A 1 KiB Buffer is kept per call; the repaired twin drops it. */
export const leaky: Scenario = {
  name: '1 KiB Buffer kept',
  setup: (): Buffer[] => [],
  run(buffers: Buffer[]) {
    buffers.push(Buffer.alloc(1024))
  },
  teardown(buffers: Buffer[]) {
    buffers.length = 0
  },
}

export const repaired: Scenario = {
  name: '1 KiB Buffer dropped',
  run() {
    Buffer.alloc(1024)
  },
}
