import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testOf } from '../../../../test/whole.ts'
import { readHeapDump } from '../../src/dump/read-heap-dump.ts'
import { parseSymbols } from '../../src/dump/symbols.ts'
import { findGo } from '../../src/toolchain/find-go.ts'
import { describeWithGo } from '../go-toolchain.ts'
import { heapPathOf, PROGRAM_FOLDER, pathOf, recorded } from './dumped-program.ts'

/** What the marked lines leak, and what holds it. */
const HELD: readonly (readonly [mark: string, path: string])[] = [
  ['map', 'global main.sessions → map → 24 B from main.go'],
  ['list', 'global main.list → 64 B from main.go → … ×60 …'],
  ['static', 'global main.app → map → 24 B from main.go'],
  ['interior', 'global main.ring → 4096 B from main.go (slice)'],
  [
    'closure',
    'global main.listeners → 512 B from main.go (slice) → 16 B from main.go → 24 B from main.go',
  ],
  ['listener', 'global main.listeners → 512 B from main.go (slice) → 16 B from main.go'],
  ['channel', 'goroutine [chan send] in main.send → 112 B from main.go (channel)'],
  ['message', 'goroutine [chan send] in main.send → 4096 B from main.go (slice)'],
  ['cycle', 'finalizer main.iterate.func2 → 80 B from main.go → 80 B from main.go'],
  [
    'deferred',
    'goroutine [chan receive (nil chan)] in main.worker → 16 B from main.go → 24 B from main.go',
  ],
]

test.each(HELD)('tells what holds what the line of the %s allocates', (mark, path) => {
  const { dump, symbols } = recorded()

  expect(pathOf(mark, readHeapDump(dump), parseSymbols(symbols))).toBe(path)
})

test('tells how many of its objects are held so', () => {
  const { dump, symbols } = recorded()

  const path = heapPathOf('list', readHeapDump(dump), parseSymbols(symbols))

  expect(path?.proof).toMatchInlineSnapshot(`"60 of 60 objects of this line are held so."`)
})

test('knows no path to what was collected, nor to a line that allocates nothing', () => {
  const { dump, symbols } = recorded()

  expect(pathOf('garbage', readHeapDump(dump), parseSymbols(symbols))).toBeUndefined()
  expect(pathOf('no such mark', readHeapDump(dump), parseSymbols(symbols))).toBeUndefined()
})

test('tells addresses where there are no symbols, and why', () => {
  const { dump } = recorded()

  const path = heapPathOf('map', readHeapDump(dump), [])

  expect(path?.steps[0]?.name).toMatch(/^global at 0x[0-9a-f]+$/)
  expect(path?.proof).toContain('The program is stripped, so its variables have no names')
})

describeWithGo('a program of the Go that is installed', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plateau-dump-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  for (const [how, flags] of Object.entries({
    'linked where it runs': [],
    'loaded anywhere': ['-buildmode=pie'],
  })) {
    testOf(flags.length === 0)(`${how} is read as the recorded one`, async () => {
      const { command } = await findGo(PROGRAM_FOLDER, process.env)
      const binary = join(folder, 'program')
      const file = join(folder, 'heap.dump')
      execFileSync(command, ['build', ...flags, '-o', binary, '.'], { cwd: PROGRAM_FOLDER })
      const environment = { ...process.env, GODEBUG: 'memprofilerate=1', GOMAXPROCS: '1' }
      execFileSync(binary, [file], { env: environment })
      const nm = execFileSync(command, ['tool', 'nm', '-n', '-size', binary], { encoding: 'utf8' })

      const dump = readHeapDump(readFileSync(file))
      const symbols = parseSymbols(nm)

      expect(HELD.map(([mark]) => [mark, pathOf(mark, dump, symbols)])).toEqual(HELD)
    })
  }
})
