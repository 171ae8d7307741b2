import { expect, test } from 'vitest'
import { culpritsOfGo } from '../../src/explain/culprits-of-go.ts'
import { grownGoroutines } from '../../src/explain/grown-goroutines.ts'
import { grownStacks } from '../../src/explain/grown-stacks.ts'
import { decodeProfile } from '../../src/profile/decode-profile.ts'
import { parseGoroutines } from '../../src/profile/goroutines.ts'
import { recorded } from '../recorded.ts'
import { blocked, evidence, grown, growthOf } from './samples.ts'

const OWN = 'main.go:18 main.iterate'
const HANDLER = [
  'main.go:31 main.main.func1',
  'net/http.HandlerFunc.ServeHTTP',
  'net/http.(*conn).serve',
]

test('names goroutine and store of a real program, each once', () => {
  const legs = [1, 2, 3]
  const culprits = culpritsOfGo(
    evidence({
      growth: [growthOf('goroutines'), growthOf('heapObjects', 7)],
      iterations: 30,
      stacks: grownStacks(
        legs.map((leg) => decodeProfile(recorded(`leg-${leg}.pb.gz`))),
        30,
      ),
      goroutines: grownGoroutines(
        legs.map((leg) => parseGoroutines(recorded(`leg-${leg}.goroutines.txt`).toString())),
        30,
      ),
      project: { modulePath: 'example.com/recorded' },
    }),
  )

  expect(culprits).toMatchObject([
    {
      type: 'goroutine [chan send]',
      perIteration: { objects: 1 },
      site: { file: 'main.go', line: 32, function: 'main.iterate.func1' },
      details: [
        'created by main.iterate (main.go:31)',
        expect.stringMatching(/^with them \+\d+ heap objects, \+\d+ bytes per iteration$/),
        expect.stringMatching(/^Nobody receives any more/),
      ],
    },
    {
      type: 'growing buffer or map',
      site: { file: 'main.go', line: 20, function: 'main.(*store[...]).put' },
    },
  ])
})

test('names the package and the line of the project that called it', () => {
  const dependency = 'github.com/acme/metrics@v1.0.0/meter.go:122 github.com/acme/metrics.newMeter'
  const [culprit, ...others] = culpritsOfGo(
    evidence({ stacks: [grown([dependency, OWN, ...HANDLER], { objects: 5, bytes: 304 })] }),
  )

  expect(others).toEqual([])
  expect(culprit).toMatchObject({
    type: 'heap object',
    perIteration: { objects: 5, bytes: 304 },
    path: [],
    site: { file: 'github.com/acme/metrics@v1.0.0/meter.go', line: 122 },
    calledFrom: { file: 'main.go', line: 18, function: 'main.iterate' },
  })
  expect(culprit?.fingerprint).toMatch(/^[0-9a-f]{12}$/)
})

test('keeps a fingerprint when lines move and rates change', () => {
  const fingerprintOf = (line: number, bytes: number) =>
    culpritsOfGo(
      evidence({ stacks: [grown([`main.go:${line} main.keep`], { objects: 1, bytes })] }),
    )[0]?.fingerprint

  expect(fingerprintOf(9, 64)).toBe(fingerprintOf(12, 80))
})

test('finds the line that opened what goroutines of a library serve', () => {
  const [culprit, ...others] = culpritsOfGo(
    evidence({
      growth: [growthOf('goroutines', 3), growthOf('fds', 2)],
      goroutines: [
        blocked('IO wait', ['net/http.(*conn).serve'], 'net/http.(*Server).Serve'),
        blocked('select', ['net/http.(*persistConn).readLoop'], 'net/http.(*Transport).dialConn'),
        blocked('select', ['net/http.(*persistConn).writeLoop'], 'net/http.(*Transport).dialConn'),
      ],
      stacks: [
        grown(['net/http.NewRequest', 'net/http.Get', OWN, ...HANDLER]),
        grown(['net.newFD', 'net/http.(*Transport).dialConn', 'net/http.(*Transport).dialConnFor']),
        grown([
          'net.newFD',
          'net.(*netFD).accept',
          'net/http.(*Server).Serve',
          'main.go:43 main.main',
        ]),
        grown(['bufio.NewReader', 'net/http.(*conn).serve']),
      ],
    }),
  )

  expect(others).toEqual([])
  expect(culprit).toMatchObject({
    type: 'goroutine [select]',
    perIteration: { objects: 1, bytes: 256 },
    site: { file: 'main.go', line: 18 },
  })
})

test('names no line where two might have opened what goroutines serve', () => {
  const [culprit] = culpritsOfGo(
    evidence({
      goroutines: [
        blocked('select', ['net/http.(*persistConn).readLoop'], 'net/http.(*Transport).dialConn'),
      ],
      stacks: [
        grown(['net/http.NewRequest', 'net/http.Get', OWN]),
        grown(['net/http.NewRequest', 'net/http.Head', 'ping.go:9 main.ping']),
      ],
    }),
  )

  expect(culprit?.type).toBe('goroutine [select]')
  expect(culprit).not.toHaveProperty('site')
})

test('does not take the heap of a handler for that of the connection it serves', () => {
  const culprits = culpritsOfGo(
    evidence({
      growth: [growthOf('goroutines'), growthOf('heapObjects')],
      goroutines: [blocked('IO wait', ['net/http.(*conn).serve'], 'net/http.(*Server).Serve')],
      stacks: [grown(['cache.go:7 main.keep', ...HANDLER])],
    }),
  )

  expect(culprits.map(({ type, site }) => `${type} ${site?.file}:${site?.line}`)).toEqual([
    'goroutine [IO wait] undefined:undefined',
    'heap object cache.go:7',
  ])
})

test('says that only the collector closed a descriptor', () => {
  const [culprit] = culpritsOfGo(
    evidence({
      growth: [],
      closedByCollector: true,
      stacks: [grown(['os.newFile', 'os.OpenFile', 'os.Open', OWN])],
    }),
  )

  expect(culprit).toMatchObject({
    type: 'file descriptor',
    perIteration: { objects: 1, bytes: 64 },
    site: { file: 'main.go', line: 18 },
    details: [
      'closed only by the garbage collector: no Close on this path',
      expect.stringMatching(/^Close it on every path/),
    ],
  })
})

test('names the one line that opens descriptors without an object, and none of several', () => {
  const raw = (line: string) => grown(['syscall.BytePtrFromString', 'syscall.Open', line])
  const fds = { growth: [growthOf('fds')] }

  expect(culpritsOfGo(evidence({ ...fds, allocated: [raw(OWN)] }))).toMatchObject([
    { type: 'file descriptor', site: { file: 'main.go', line: 18 } },
  ])
  expect(
    culpritsOfGo(evidence({ ...fds, allocated: [raw(OWN), raw('probe.go:4 main.probe')] })),
  ).toEqual([])
})

test('folds what a function puts into a store, and the store, into one', () => {
  const culprits = culpritsOfGo(
    evidence({
      stacks: [
        grown([OWN], { objects: 1, bytes: 200 }),
        grown(['cache.go:7 main.(*Cache[go.shape.int]).Put', OWN], { objects: 0, bytes: 40 }),
      ],
    }),
  )

  expect(culprits).toMatchObject([
    {
      type: 'heap object',
      perIteration: { objects: 1, bytes: 240 },
      site: { line: 18 },
      details: [
        'also at main.(*Cache[...]).Put (cache.go:7): +0 heap objects, +40 bytes per iteration',
      ],
    },
  ])
})

test('tells three causes and sums up the rest', () => {
  const stacks = [1, 2, 3, 4, 5].map((n) =>
    grown([`a.go:${n} main.keep${n}`], { objects: 1, bytes: 100 * n }),
  )
  const culprits = culpritsOfGo(evidence({ stacks: stacks.toReversed() }))

  expect(culprits.map(({ site }) => site?.function)).toEqual([
    'main.keep5',
    'main.keep4',
    'main.keep3',
  ])
  expect(culprits[2]?.details).toEqual([
    'further stacks, 2 in number: +2 heap objects, +300 bytes per iteration',
  ])
})

test('says nothing of heap stacks where the heap did not grow', () => {
  expect(culpritsOfGo(evidence({ growth: [growthOf('threads')], stacks: [grown([OWN])] }))).toEqual(
    [],
  )
})

test('names the line that calls C where memory outside the heap grew and one call gives nothing back', () => {
  const call = (name: string, line: number, isReleased: boolean) => ({
    name,
    frame: { function: 'main.iterate', file: '/home/dev/api/main.go', line },
    allocates: 'certainly' as const,
    isReleased,
  })
  const native = { growth: [growthOf('native', 16_384)] }

  expect(
    culpritsOfGo(
      evidence({ ...native, cgoCalls: [call('CString', 9, true), call('malloc', 12, false)] }),
    ),
  ).toMatchObject([
    {
      type: 'memory outside the Go heap',
      perIteration: { objects: 0, bytes: 16_384 },
      site: { file: 'main.go', line: 12 },
      details: ['allocated by C.malloc, which no Go profile records', expect.any(String)],
    },
  ])
  const [unsure] = culpritsOfGo(
    evidence({ ...native, cgoCalls: [call('malloc', 9, false), call('malloc', 12, false)] }),
  )
  expect(unsure).not.toHaveProperty('site')
  expect(unsure?.details?.slice(0, 3)).toEqual([
    'no Go profile records it; C is called by package main',
    'C.malloc is called by main.iterate (main.go:9)',
    'C.malloc is called by main.iterate (main.go:12)',
  ])
})
