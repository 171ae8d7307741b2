import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunRecord } from '../../src/run/run-record.ts'
import { planOf, scriptedTarget, soak } from '../run/scripted-soak.ts'
import { runHere, testFolder } from './run-plateau.ts'

const FLAT = 5_000_000

async function recorded(bytesPerIteration: number): Promise<readonly RunRecord[]> {
  const target = scriptedTarget((iterations) => ({ heap: FLAT + bytesPerIteration * iterations }))
  return (await soak(planOf(target))).records
}

function write(folder: string, records: readonly RunRecord[]): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'run.ndjson'),
    records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  )
}

test('report tells a run again, and ends as the run did', async () => {
  const cwd = testFolder()
  write(join(cwd, 'level'), await recorded(0))
  write(join(cwd, 'leak'), await recorded(100))

  const files = [
    '--html',
    'r.html',
    '--junit',
    'j.xml',
    '--markdown',
    's.md',
    '--openmetrics',
    'm.txt',
  ]
  expect((await runHere(['report', 'level', ...files], cwd)).code).toBe(0)
  expect((await runHere(['report', 'leak/run.ndjson', '--json', 'leak.json'], cwd)).code).toBe(1)

  for (const file of ['r.html', 'j.xml', 's.md', 'm.txt'])
    expect(existsSync(join(cwd, file))).toBe(true)
  const { outcome, rows } = JSON.parse(readFileSync(join(cwd, 'leak.json'), 'utf8'))
  expect(outcome).toBe('growth')
  expect(rows).toMatchObject([{ id: 'scripted', variant: 'main', kind: 'growth', probe: 'heap' }])
})

test('a report is never written over a run', async () => {
  const cwd = testFolder()
  write(cwd, await recorded(0))
  const { code, stderr } = await runHere(['report', '.', '--json', 'run.ndjson'], cwd)

  expect(code).toBe(2)
  expect(stderr).toBe(
    "A report is not written over 'run.ndjson', which may be a run. Name another file.\n",
  )
})

test('merge takes the worst verdict, tells shards apart, and passes nothing that was cut off', async () => {
  const cwd = testFolder()
  const level = await recorded(0)
  write(join(cwd, 'a'), level)
  write(join(cwd, 'b'), await recorded(100))
  write(join(cwd, 'cut'), level.slice(0, -1))

  const both = await runHere(['merge', 'a', 'b'], cwd)
  expect(both.code).toBe(1)
  expect(both.stdout).toContain('a: main: plateau')
  expect(both.stdout).toContain('b: main: growth')
  expect((await runHere(['merge', 'a', 'a'], cwd)).code).toBe(0)
  expect((await runHere(['merge', 'a', 'cut'], cwd)).code).toBe(3)
})

test('compare finds what has become worse from one run to the next', async () => {
  const cwd = testFolder()
  write(join(cwd, 'before'), await recorded(0))
  write(join(cwd, 'after'), await recorded(100))

  const worse = await runHere(['compare', 'before', 'after'], cwd)
  expect(worse.code).toBe(1)
  expect(worse.stdout).toMatch(
    /^growth {4}main: heap grows \+100 bytes per iteration, before \+0 bytes per iteration; it settles at/,
  )
  expect((await runHere(['compare', 'after', 'before'], cwd)).code).toBe(0)
  expect((await runHere(['compare', 'after', 'after'], cwd)).code).toBe(0)
})
