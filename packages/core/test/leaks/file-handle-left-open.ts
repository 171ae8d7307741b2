import { type FileHandle, open } from 'node:fs/promises'
import type { Scenario } from '../../src/scenario.ts'

/** A FileHandle is opened per call and never closed; the repaired twin closes it. */
export const leaky: Scenario = {
  name: 'FileHandle left open',
  setup: (): FileHandle[] => [],
  async run(handles: FileHandle[]) {
    handles.push(await open(process.execPath))
  },
  teardown: (handles: FileHandle[]) => Promise.all(handles.map((handle) => handle.close())),
}

export const repaired: Scenario = {
  name: 'FileHandle closed',
  async run() {
    const handle = await open(process.execPath)
    await handle.close()
  },
}
