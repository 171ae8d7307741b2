// Idle workers wait for messages, so that they can be asked about their heaps.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Piscina from 'piscina'

export const scenario = {
  setup() {
    const folder = mkdtempSync(join(tmpdir(), 'plateau-'))
    const filename = join(folder, 'task.mjs')
    writeFileSync(filename, 'export default ({ from, to }) => to - from')
    return { folder, pool: new Piscina({ filename, maxThreads: 2, atomics: 'disabled' }) }
  },
  run: ({ pool }) => Promise.all([pool.run({ from: 1, to: 3 }), pool.run({ from: 2, to: 4 })]),
  async teardown({ folder, pool }) {
    await pool.destroy()
    rmSync(folder, { recursive: true })
  },
}
