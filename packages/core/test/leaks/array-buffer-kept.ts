import type { Scenario } from '../../src/scenario.ts'

/** A 1 KiB ArrayBuffer is kept per call; the repaired twin drops it. */
export const leaky: Scenario = {
  name: '1 KiB ArrayBuffer kept',
  setup: (): ArrayBuffer[] => [],
  run(buffers: ArrayBuffer[]) {
    buffers.push(new ArrayBuffer(1024))
  },
  teardown(buffers: ArrayBuffer[]) {
    buffers.length = 0
  },
}

export const repaired: Scenario = {
  name: '1 KiB ArrayBuffer dropped',
  run() {
    new ArrayBuffer(1024)
  },
}
