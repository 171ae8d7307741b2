import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepOutput } from '../../src/file/target-output.ts'
import { testFolder } from '../command/run-plateau.ts'

test('what is printed is kept in a file that its owner alone can read', () => {
  const folder = join(testFolder(), 'run')
  const output = keepOutput()
  output.onOutput(Buffer.from('before the folder is known\n'))
  output.keepIn(folder)
  expect(existsSync(folder)).toBe(false)
  output.onOutput(Buffer.from('one\n'))
  output.onOutput(Buffer.from('two\n'))

  expect(output.file()).toBe(join(folder, 'output.log'))
  expect(readFileSync(join(folder, 'output.log'), 'utf8')).toBe('one\ntwo\n')
  if (process.platform !== 'win32') {
    expect(statSync(join(folder, 'output.log')).mode & 0o777).toBe(0o600)
  }
  output.close()
})

test('of output without end, the beginning and the end are kept', () => {
  const folder = testFolder()
  const output = keepOutput(8)
  output.keepIn(folder)
  for (let line = 1; line <= 9; line++) output.onOutput(Buffer.from(`${line}..\n`))
  output.close()

  const kept = readdirSync(folder).toSorted()
  expect(kept.map((file) => [file, readFileSync(join(folder, file), 'utf8')])).toEqual([
    ['output.before.log', '7..\n8..\n'],
    ['output.first.log', '1..\n2..\n'],
    ['output.log', '9..\n'],
  ])
})

test('what cannot be written is told of, and stops nothing', () => {
  const folder = testFolder()
  mkdirSync(join(folder, 'output.log'))
  const output = keepOutput()
  output.keepIn(folder)
  output.onOutput(Buffer.from('one\n'))
  output.onOutput(Buffer.from('two\n'))

  expect(output.failure()).toMatch(
    /^What the target printed could not be kept \(EISDIR.*\): it is lost from then on, the soak is not\.$/,
  )
  output.close()
})
