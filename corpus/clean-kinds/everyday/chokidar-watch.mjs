// A folder watched until the watcher is ready, then no more.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { watch } from 'chokidar'

export const scenario = {
  setup: () => mkdtempSync(join(tmpdir(), 'plateau-')),
  async run(folder) {
    const watcher = watch(folder)
    await once(watcher, 'ready')
    await watcher.close()
  },
  teardown: (folder) => rmSync(folder, { recursive: true }),
}
