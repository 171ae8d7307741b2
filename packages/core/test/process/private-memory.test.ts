import { expect, test } from 'vitest'
import { readPrivateMemory } from '../../src/process/index.ts'
import { privateMemoryIn } from '../../src/process/private-memory.ts'
import { printed, startNode } from './node-program.ts'

const SMAPS = `00400000-00452000 r-xp 00000000 08:02 173521      /usr/bin/my api
Size:                328 kB
Rss:                 316 kB
Private_Clean:       316 kB
Anonymous:             0 kB
VmFlags: rd ex mr mw me dw
00e24000-011f7000 rw-p 00000000 00:00 0           [heap]
Rss:                 100 kB
Anonymous:           100 kB
AnonHugePages:         0 kB
c000000000-c000400000 rw-p 00000000 00:00 0       [anon: Go: heap]
Rss:                4096 kB
Anonymous:          4096 kB
7f00a0000000-7f00a0021000 rw-p 00000000 00:00 0 
Anonymous:             8 kB
7f00b0000000-7f00b0021000 rw-s 00000000 00:01 7   /dev/shm/shared
Anonymous:            64 kB
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0  [vsyscall]
Anonymous:             0 kB
`

test('adds up private memory that no file backs, outside what is excluded', () => {
  const seen: [bigint | number, string][] = []

  const all = privateMemoryIn(SMAPS, () => false)
  const some = privateMemoryIn(SMAPS, (start, name) => {
    seen.push([start, name])
    return start >= 0xc000000000 && start < 0xc100000000
  })

  expect(all).toEqual({ residentBytes: (100 + 4096 + 8) * 1024, mappings: 5 })
  expect(some).toEqual({ residentBytes: 108 * 1024, mappings: 4 })
  expect(seen).toEqual([
    [0x400000, '/usr/bin/my api'],
    [0xe24000, '[heap]'],
    [0xc000000000, '[anon: Go: heap]'],
    [0x7f00a0000000, ''],
    [0xffffffffff600000n, '[vsyscall]'],
  ])
})

test.runIf(process.platform === 'linux')('sees the 64 MiB that a program fills', async () => {
  const script = (then: string) => `${then}; console.log('ready'); setInterval(() => {}, 1000)`
  const small = printed('ready')
  const large = printed('ready')
  const programs = [
    await startNode(script(''), { onOutput: small.onOutput }),
    await startNode(script('globalThis.kept = Buffer.alloc(64 << 20, 1)'), {
      onOutput: large.onOutput,
    }),
  ]
  await Promise.all([small.done, large.done])

  const [before, after] = await Promise.all(
    programs.map(({ pid }) => readPrivateMemory(pid, () => false)),
  )
  await Promise.all(programs.map((program) => program.stop()))

  expect((after?.residentBytes ?? 0) - (before?.residentBytes ?? 0)).toBeGreaterThan(56 << 20)
})

test('of a process that has ended, there is no reading', async () => {
  const program = await startNode('')
  await program.exited

  expect(await readPrivateMemory(program.pid, () => false)).toBeUndefined()
})
