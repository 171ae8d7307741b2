import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolder } from '../../src/process/make-folder.ts'

function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-folder-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('makes a folder and those above it, and does not mind one that is there', () => {
  const folder = join(ownFolder(), 'a', 'b')

  makeFolder(folder, 0o700)
  makeFolder(folder, 0o700)

  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

test.each(['a-file', 'a-file/below'])('throws the error of the system for %s', (name) => {
  const folder = ownFolder()
  writeFileSync(join(folder, 'a-file'), '')

  expect(() => makeFolder(join(folder, name))).toThrow(/EEXIST|ENOTDIR/)
})

test.skipIf(!existsSync('/proc/self'))('comes back from where no folder can be made', () => {
  expect(() => makeFolder('/proc/plateau/run')).toThrow('ENOENT')
})
