import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Piscina from 'piscina'

export const scenario = {
  setup() {
    const folder = mkdtempSync(join(tmpdir(), 'plateau-'))
    const filename = join(folder, 'task.mjs')
    writeFileSync(filename, 'export default ({ rows }) => rows.length')
    return { folder, pool: new Piscina({ filename, minThreads: 1, maxThreads: 1 }) }
  },
  run: ({ pool }) => pool.run({ rows: [1, 2, 3] }),
  async teardown({ folder, pool }) {
    await pool.destroy()
    rmSync(folder, { recursive: true })
  },
}
