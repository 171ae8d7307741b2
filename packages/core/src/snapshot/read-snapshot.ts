import { Buffer } from 'node:buffer'
import { closeSync, openSync, readSync } from 'node:fs'
import type { HeapSnapshot } from './heap-snapshot.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'
import { createSnapshotReader } from './snapshot-reader.ts'

export { createSnapshotReader }

const READ_BYTES = 2 ** 20

/** Reads a file of any size, piece by piece; throws `SnapshotFormatError` for what is no snapshot. */
export function readSnapshotFile(path: string): HeapSnapshot {
  const file = openSync(path, 'r')
  try {
    const reader = createSnapshotReader()
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES)
    for (;;) {
      const length = readSync(file, buffer, 0, READ_BYTES, null)
      if (length === 0) return reader.end()
      reader.write(buffer.subarray(0, length))
    }
  } catch (error) {
    throw error instanceof SnapshotFormatError ? error.in(path) : error
  } finally {
    closeSync(file)
  }
}
