import { once } from 'node:events'
import { type FSWatcher, mkdtempSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly folder: string
  readonly watchers: FSWatcher[]
}

/** A watcher is started per call and left open; the repaired twin closes it. */
export const leaky: Scenario = {
  name: 'file watcher left open',
  setup: open,
  run({ folder, watchers }: Context) {
    watchers.push(watch(folder))
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'file watcher closed',
  setup: open,
  async run({ folder }: Context) {
    await closeWatcher(watch(folder))
  },
  teardown: close,
}

function open(): Context {
  return { folder: mkdtempSync(join(tmpdir(), 'plateau-')), watchers: [] }
}

async function closeWatcher(watcher: FSWatcher): Promise<void> {
  const closed = once(watcher, 'close')
  watcher.close()
  await closed
}

async function close({ folder, watchers }: Context): Promise<void> {
  await Promise.all(watchers.map(closeWatcher))
  rmSync(folder, { recursive: true })
}
