// holder: uploads \(Object\)
import { randomUUID } from 'node:crypto'

interface Upload {
  readonly fileName: string
  progress: number
}

class Uploads {
  readonly uploads: Record<string, Upload> = {}

  begin(fileName: string): string {
    const id = randomUUID() // <- leaks
    this.uploads[id] = { fileName, progress: 0 } // <- leaks
    return id
  }

  advance(id: string, progress: number): void {
    const upload = this.uploads[id]
    if (upload) upload.progress = progress
  }

  finish(id: string): void {
    delete this.uploads[id]
  }
}

function uploadFile(uploads: Uploads): string {
  const id = uploads.begin('holiday.jpg')
  uploads.advance(id, 100)
  return id
}

const setup = () => new Uploads()

export const leaky = {
  name: 'uploads that are complete stay listed',
  setup,
  run: (uploads: Uploads) => void uploadFile(uploads),
}

export const repaired = {
  name: 'uploads that are complete are removed',
  setup,
  run: (uploads: Uploads) => uploads.finish(uploadFile(uploads)),
}
