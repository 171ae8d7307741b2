import { expect, test } from 'vitest'
import { readProcessCounts, readRealMemory } from '../../src/process/index.ts'
import { ofFootprint, ofRollup } from '../../src/process/real-memory.ts'
import { readAround } from './node-program.ts'

const SCRIPT = `
const kept = []
process.stdin.on('data', () => {
  kept.push(Buffer.alloc(64 << 20, 1))
  console.log('done')
})
console.log('ready')`

test.runIf(process.platform === 'linux')(
  '64 MiB of its own show in both, and both are at most what is resident',
  async () => {
    const { before, after } = await readAround(SCRIPT, async (pid) => ({
      ...(await readRealMemory(pid)),
      rssBytes: (await readProcessCounts(pid)).rssBytes ?? 0,
    }))

    expect((after.ussBytes ?? 0) - (before.ussBytes ?? 0)).toBeGreaterThan(60 * 2 ** 20)
    expect(after.pssBytes).toBeGreaterThanOrEqual(after.ussBytes ?? Number.POSITIVE_INFINITY)
    expect(after.pssBytes).toBeLessThanOrEqual(1.1 * after.rssBytes)
  },
)

test('of a process that is none, nothing is told', async () => {
  expect(await readRealMemory(2 ** 30)).toEqual({})
})

test('what the tools print is read, and what they do not print is left out', () => {
  const rollup =
    'Rss: 90 kB\nPss:   70 kB\nPss_Anon: 1 kB\nPrivate_Clean:  8 kB\nPrivate_Dirty: 40 kB\n'

  expect(ofRollup(rollup)).toEqual({ pssBytes: 71_680, ussBytes: 49_152 })
  expect(ofRollup('')).toEqual({})
  expect(ofFootprint('node [7]: 64-bit    Footprint: 4567 B (16384 bytes per page)')).toEqual({
    footprintBytes: 4567,
  })
  expect(ofFootprint('footprint: no such process')).toEqual({})
})
