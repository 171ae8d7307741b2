// A watcher that sees one change and is closed.
import { once } from 'node:events'
import { mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const scenario = {
  setup: () => mkdtempSync(join(tmpdir(), 'plateau-')),
  async run(folder) {
    const watcher = watch(folder)
    const changed = once(watcher, 'change')
    writeFileSync(join(folder, 'note.txt'), 'a note')
    await changed
    watcher.close()
    await once(watcher, 'close')
  },
  teardown: (folder) => rmSync(folder, { recursive: true }),
}
