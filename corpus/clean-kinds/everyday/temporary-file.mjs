// A file written, read and removed within the test.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const scenario = {
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'plateau-'))
    const file = join(folder, 'notes.json')
    await writeFile(file, JSON.stringify([{ text: 'a note' }]))
    const notes = JSON.parse(await readFile(file, 'utf8'))
    await rm(folder, { recursive: true })
    return notes
  },
}
