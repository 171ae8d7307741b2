import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { BirthRow } from '../../src/decide/look.ts'

const SOURCE = new URL('../../src/', import.meta.url).href

/** Five groups of ten iterations, after a batch that is thrown away. */
const GROUPS = [1, 2, 3, 4, 5, 6]

test('a leak keeps what each batch made, and a ring and what is in flight the young only', {
  timeout: 60_000,
}, () => {
  const rows = recorded(`
    const leaked = [], ring = [], flying = []
    let at = 0
    function leak() { leaked.push({ of: 'leak' }) }
    function fillRing() { ring[at++ % 15] = { of: 'ring' } }
    function fly() { flying[0] = { of: 'flight' } }
    function drop() { return { of: 'garbage' } }
    iterate = () => { leak(); fillRing(); fly(); drop() }`)

  // An array that takes a larger block makes one object more.
  for (const births of birthsOf(rows, 'leak') ?? [0]) expect([10, 11, 12]).toContain(births)
  expect(birthsOf(rows, 'fillRing')?.slice(1)).toEqual([0, 0, 5, 10])
  expect(birthsOf(rows, 'fly')?.slice(1, -1) ?? [0]).not.toContain(1)
  expect(birthsOf(rows, 'drop')?.slice(1, -1) ?? [0]).not.toContain(1)
})

test('a cache that fills keeps the old only', { timeout: 60_000 }, () => {
  const rows = recorded(`
    const cached = new Map()
    let at = 0
    function cache() { if (++at <= 25) cached.set(at, { at }) }
    iterate = cache`)

  expect(birthsOf(rows, 'cache')?.slice(2)).toEqual([0, 0, 0])
  expect(birthsOf(rows, 'cache')?.[0]).toBeGreaterThanOrEqual(10)
})

test('where another profiler of the process runs, boundaries are lost: an error, and never a pass', {
  timeout: 60_000,
}, () => {
  const scenario = `
    import { Session } from 'node:inspector'
    const other = new Session()
    other.connect()
    other.post('HeapProfiler.startSampling', { samplingInterval: 32_768 })
    iterate = () => ({})`

  expect(() => recorded(scenario)).toThrow('LostBoundaryError: 0 of 7 boundaries')
})

function birthsOf(rows: readonly BirthRow[], name: string) {
  return rows.find(({ isBelow, place }) => !isBelow && place[0]?.split(' ')[0] === name)?.births
}

function recorded(scenario: string): readonly BirthRow[] {
  const script = `
    import { openPort } from '${SOURCE}engine/inspector-port.ts'
    import { recordBirths } from '${SOURCE}witness/birth-record.ts'
    let iterate
    ${scenario}
    function run(steps) {
      for (let sent; ; ) {
        const { value, done } = steps.next(sent)
        if (done) return value
        sent = value
      }
    }
    const port = openPort()
    const record = run(recordBirths(port))
    for (let batch = 0; batch < 6; batch++) {
      for (let iteration = 0; iteration < 10; iteration++) iterate()
      record.mark()
    }
    const { rows } = run(record.look(${JSON.stringify(GROUPS)}, [10, 10, 10, 10, 10]))
    run(record.stop())
    port.close()
    console.log(JSON.stringify(rows))`
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--conditions=source', '--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  )
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}
