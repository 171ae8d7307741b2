// holder: file descriptor
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

class MagicNumbers {
  readonly #file: string
  readonly #buffer = Buffer.alloc(4)

  constructor(file: string) {
    this.#file = file
  }

  read(): string {
    const descriptor = openSync(this.#file, 'r') // <- leaks
    readSync(descriptor, this.#buffer, 0, 4, 0)
    return this.#buffer.toString('hex')
  }

  readAndClose(): string {
    const descriptor = openSync(this.#file, 'r')
    try {
      readSync(descriptor, this.#buffer, 0, 4, 0)
      return this.#buffer.toString('hex')
    } finally {
      closeSync(descriptor)
    }
  }
}

interface Folder {
  readonly folder: string
  readonly numbers: MagicNumbers
}

function setup(): Folder {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'))
  writeFileSync(join(folder, 'image.png'), 'PNG.')
  return { folder, numbers: new MagicNumbers(join(folder, 'image.png')) }
}

const teardown = ({ folder }: Folder) => rmSync(folder, { recursive: true })

export const leaky = {
  name: 'files that are read and stay open',
  setup,
  run: ({ numbers }: Folder) => void numbers.read(),
  teardown,
}

export const repaired = {
  name: 'files that are read and closed',
  setup,
  run: ({ numbers }: Folder) => void numbers.readAndClose(),
  teardown,
}
