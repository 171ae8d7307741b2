import { type Dir, opendirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Scenario } from '../../src/scenario.ts'

/** A directory is opened per call and never closed; the repaired twin closes it. */
export const leaky: Scenario = {
  name: 'directory left open',
  setup: (): Dir[] => [],
  run(directories: Dir[]) {
    directories.push(opendirSync(tmpdir()))
  },
  teardown(directories: Dir[]) {
    for (const directory of directories) directory.closeSync()
  },
}

export const repaired: Scenario = {
  name: 'directory closed',
  run() {
    opendirSync(tmpdir()).closeSync()
  },
}
