import { expect, test } from 'vitest'
import {
  countsOfPowerShell,
  fdsOfLsof,
  rssOfPs,
  threadsOfPs,
} from '../../src/process/counts-by-tools.ts'
import { readProcessCounts, unmeasuredCounts } from '../../src/process/index.ts'
import { unmeasuredOn } from '../../src/process/process-counts.ts'
import { readAround, startNode } from './node-program.ts'

const ON_LINUX = process.platform === 'linux'

/** Does what it is told by a line, and says so. */
const SCRIPT = `
const fs = require('fs')
const { Worker } = require('worker_threads')
const kept = []
process.stdin.on('data', () => {
  for (let at = 0; at < 10; at++) kept.push(fs.openSync(process.execPath))
  kept.push(Buffer.alloc(64 << 20, 1))
  const worker = new Worker('setInterval(() => {}, 1000)', { eval: true })
  worker.once('online', () => console.log('done'))
})
console.log('ready')`

test.runIf(ON_LINUX)('ten opened files, a thread and 64 MiB show in the counts', async () => {
  const { before, after } = await readAround(SCRIPT, readProcessCounts)

  expect((after.fds ?? 0) - (before.fds ?? 0)).toBeGreaterThanOrEqual(10)
  expect((after.fds ?? 0) - (before.fds ?? 0)).toBeLessThan(20)
  expect(after.threads).toBeGreaterThan(before.threads ?? 0)
  expect((after.rssBytes ?? 0) - (before.rssBytes ?? 0)).toBeGreaterThan(60 << 20)
  expect(unmeasuredCounts()).toEqual([])
})

test('of a process that has ended, nothing is read', async () => {
  const program = await startNode('')
  await program.exited

  expect(await readProcessCounts(program.pid)).toEqual({})
})

test('reads what the tools of other systems print', () => {
  expect(rssOfPs('  51232\n')).toEqual({ rssBytes: 51232 * 1024 })
  expect(rssOfPs('')).toEqual({})
  expect(
    threadsOfPs(`USER   PID   TT   %CPU STAT PRI     STIME     UTIME COMMAND
me   41502 s001    0.0 S    31T   0:00.02   0:00.05 ./api
     41502         0.0 S    31T   0:00.00   0:00.00
`),
  ).toEqual({ threads: 2 })
  expect(threadsOfPs('')).toEqual({})
  expect(fdsOfLsof('p41502\nfcwd\nftxt\nf0\nf1\nf2\nf17\n')).toEqual({ fds: 4 })
  expect(fdsOfLsof('')).toEqual({})
  expect(countsOfPowerShell('52461568 14\r\n')).toEqual({ rssBytes: 52461568, threads: 14 })
  expect(countsOfPowerShell('')).toEqual({})
})

test('what a platform cannot read is said in whole sentences', () => {
  expect(unmeasuredOn('darwin')).toEqual([])
  expect(unmeasuredOn('win32')).toEqual(['File descriptors are not read on Windows.'])
  expect(unmeasuredOn('freebsd')).toEqual([
    'Threads are not read on freebsd.',
    'File descriptors are read on freebsd only where lsof is installed.',
  ])
})
