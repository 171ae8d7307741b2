import { open, readFile } from 'node:fs/promises'

export const scenario = {
  async run() {
    await readFile(import.meta.filename)
    const handle = await open(import.meta.filename)
    await handle.close()
  },
}
