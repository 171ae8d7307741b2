import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseRun, readRun } from '../../src/file/read-run.ts'
import { openRunFile } from '../../src/file/run-file.ts'
import type { EndRecord, StartRecord } from '../../src/run/run-record.ts'
import { testFolder } from '../command/run-plateau.ts'

const START: StartRecord = {
  type: 'start',
  schema: 1,
  runId: 'a1',
  name: 'api',
  startedAt: '2026-01-31T02:17:00.000Z',
  plan: { mode: 'checkpoints', warmUpIterations: 10, tolerate: {} },
  versions: { plateau: '0.1.0', node: '24.0.0', platform: 'linux x64' },
}
const END: EndRecord = {
  type: 'end',
  elapsedMs: 1,
  iterations: 20,
  reason: 'interrupted',
  message: 'The soak was interrupted by SIGINT.',
  verdicts: [],
}

test('a torn last line is dropped, counted, and the file is still that of an incomplete run', () => {
  const file = join(testFolder(), 'run.ndjson')
  writeFileSync(file, `${JSON.stringify(START)}\n{"type":"sample","proc`)

  const run = readRun(file)

  expect(run.segments).toEqual([[START]])
  expect(run.droppedLines).toBe(1)
})

test('a run that is resumed begins on a line of its own and is a segment of its own', () => {
  const file = join(testFolder(), 'run.ndjson')
  writeFileSync(file, `${JSON.stringify(START)}\n{"type":"sam`)
  const again = openRunFile(file)
  again.append({ ...START, runId: 'b2' })
  again.append(END)
  again.close()

  const run = readRun(file)

  expect(run.segments.map(([first]) => first)).toEqual([START, { ...START, runId: 'b2' }])
  expect(run.segments.map(({ length }) => length)).toEqual([1, 2])
  expect(run.droppedLines).toBe(1)
})

test.skipIf(process.platform === 'win32')('the folder and the file are their owner’s alone', () => {
  const folder = join(testFolder(), 'out')
  openRunFile(join(folder, 'run.ndjson')).close()

  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'run.ndjson')).mode & 0o777).toBe(0o600)
})

test('lines that are no records are dropped, whatever they hold', () => {
  const text = `null\n1\n[]\n{"type":"other"}\n${JSON.stringify(START)}\n`
  expect(parseRun(text)).toEqual({ records: [START], droppedLines: 4 })
})

test('a file without a start record is no run', () => {
  const file = join(testFolder(), 'other.ndjson')
  writeFileSync(file, `${JSON.stringify(END)}\n`)
  expect(() => readRun(file)).toThrow(
    `'${file}' holds no run: its first whole line must be a start record, as plateau soak writes it.`,
  )
})

test('what was appended stays when more is appended', () => {
  const file = join(testFolder(), 'run.ndjson')
  appendFileSync(file, 'kept\n')
  const run = openRunFile(file)
  run.append(START)
  run.close()
  expect(readFileSync(file, 'utf8')).toBe(`kept\n${JSON.stringify(START)}\n`)
  expect(run.failure()).toBeUndefined()
})
