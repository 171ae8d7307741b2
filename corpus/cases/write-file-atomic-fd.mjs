// The promise version forgot the descriptor of the temporary file before closing it: one open file per write.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const meta = {
  id: 'write-file-atomic-fd',
  package: 'write-file-atomic',
  leaky: '3.0.0',
  fixed: '3.0.1',
  kind: 'file descriptors',
  metric: 'fds',
  n: 60,
  source: 'npm/write-file-atomic issue #52 "FD leak on every successful writeFileAsync()" (3.0.1)',
  bytesPerIteration: 1,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: writeFileAtomic } = await load()
  const folder = mkdtempSync(join(tmpdir(), 'settings-'))
  return { writeFileAtomic, folder, file: join(folder, 'settings.json') }
}

export async function iterate({ writeFileAtomic, file }) {
  await writeFileAtomic(file, '{"theme":"dark"}\n', { fsync: false })
}

export async function teardown({ folder }) {
  rmSync(folder, { recursive: true, force: true })
}
