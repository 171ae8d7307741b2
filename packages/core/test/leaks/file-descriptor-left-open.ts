import { closeSync, openSync } from 'node:fs'
import type { Scenario } from '../../src/scenario.ts'

/** A file is opened per call and never closed; the repaired twin closes it. */
export const leaky: Scenario = {
  name: 'file descriptor left open',
  setup: (): number[] => [],
  run(fds: number[]) {
    fds.push(openSync(process.execPath, 'r'))
  },
  teardown(fds: number[]) {
    for (const fd of fds) closeSync(fd)
  },
}

export const repaired: Scenario = {
  name: 'file descriptor closed',
  run() {
    closeSync(openSync(process.execPath, 'r'))
  },
}
