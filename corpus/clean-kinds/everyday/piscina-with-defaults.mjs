// As many workers as the package likes; idle, they sleep where no message reaches them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Piscina from 'piscina'

export const scenario = {
  setup() {
    const folder = mkdtempSync(join(tmpdir(), 'plateau-'))
    const filename = join(folder, 'task.mjs')
    writeFileSync(filename, 'export default ({ from, to }) => to - from')
    return { folder, pool: new Piscina({ filename }) }
  },
  run: ({ pool }) => pool.run({ from: 1, to: 3 }),
  async teardown({ folder, pool }) {
    await pool.destroy()
    rmSync(folder, { recursive: true })
  },
}
