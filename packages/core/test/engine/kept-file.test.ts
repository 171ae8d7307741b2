import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepFile } from '../../src/engine/kept-file.ts'

let folder = ''

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'plateau-kept-')))
  vi.spyOn(process, 'cwd').mockReturnValue(folder)
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

test('what is written is kept for its owner alone', () => {
  const file = keepFile('snapshot', 'a test > of orders')
  file.write('{"snapshot"')
  file.write(Buffer.from(':1}'))

  const { kept, notes } = file.close()

  expect(notes).toEqual([])
  expect(kept).toEqual([
    expect.stringMatching(/^\.plateau\/a-test-of-orders-\d+-\d+\.heapsnapshot$/),
  ])
  const path = join(folder, kept[0] ?? '')
  expect(readFileSync(path, 'utf8')).toBe('{"snapshot":1}')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, '.plateau')).mode & 0o777).toBe(0o700)
})

test('where nothing was written there is no file', () => {
  expect(keepFile('profile', 'nothing').close()).toEqual({ kept: [], notes: [] })
  expect(readdirSync(folder)).toEqual([])
})

test('where it cannot be made, the reason is told and nothing fails', () => {
  writeFileSync(join(folder, '.plateau'), 'a file of the user’s')
  const file = keepFile('snapshot', 'orders')

  file.write('one')
  file.write('two')

  expect(file.close()).toEqual({
    kept: [],
    notes: [expect.stringMatching(/^The snapshot could not be kept: E(?:EXIST|NOTDIR): .*\.$/)],
  })
})
