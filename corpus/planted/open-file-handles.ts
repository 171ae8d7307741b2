// holder: handles \(Map\)|file descriptor
import { type FileHandle, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

class Attachments {
  readonly folder: string
  readonly #handles = new Map<number, FileHandle>()
  #ids = 0

  constructor(folder: string) {
    this.folder = folder
  }

  async open(name: string): Promise<number> {
    const handle = await open(join(this.folder, name)) // <- leaks
    const id = this.#ids++
    this.#handles.set(id, handle) // <- leaks
    return id
  }

  async close(id: number): Promise<void> {
    await this.#handles.get(id)?.close()
    this.#handles.delete(id)
  }

  async closeAll(): Promise<void> {
    for (const id of this.#handles.keys()) await this.close(id)
  }
}

async function setup(): Promise<Attachments> {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'))
  await writeFile(join(folder, 'invoice.pdf'), 'PDF')
  return new Attachments(folder)
}

async function teardown(attachments: Attachments): Promise<void> {
  await attachments.closeAll()
  await rm(attachments.folder, { recursive: true })
}

export const leaky = {
  name: 'attachments that stay open',
  setup,
  run: (attachments: Attachments) => attachments.open('invoice.pdf'),
  teardown,
}

export const repaired = {
  name: 'attachments that are closed',
  setup,
  run: async (attachments: Attachments) => attachments.close(await attachments.open('invoice.pdf')),
  teardown,
}
