import { expect, test } from 'vitest'
import { culpritsOfGo } from '../../src/explain/culprits-of-go.ts'
import type { GoEvidence } from '../../src/explain/go-evidence.ts'
import { hintForPath } from '../../src/explain/hints.ts'
import { blocked, evidence, grown, growthOf } from './samples.ts'

const OWN = 'main.go:18 main.iterate'
const LARGE = { objects: 1, bytes: 65_536 }
const STORE = { objects: 0, bytes: 64 }

function through(...called: readonly string[]): Partial<GoEvidence> {
  return { stacks: [grown([...called, OWN])] }
}

function waits(state: string, isLocked = false): Partial<GoEvidence> {
  const found = blocked(state, ['main.go:20 main.iterate.func1'], OWN)
  return { goroutines: [{ ...found, group: { ...found.group, isLocked } }] }
}

const CASES: readonly (readonly [cause: string, parts: Partial<GoEvidence>, hint: string])[] = [
  [
    'a locked thread',
    waits('select (no cases)', true),
    'A goroutine that called runtime.LockOSThread keeps its thread',
  ],
  [
    'a response body',
    {
      goroutines: [
        blocked('select', ['net/http.(*persistConn).readLoop'], 'net/http.(*Transport).dialConn'),
      ],
      ...through('net/http.NewRequest', 'net/http.Get'),
    },
    'Close the Body of every response',
  ],
  [
    'a transaction',
    {
      goroutines: [
        blocked('select', ['database/sql.(*Tx).awaitDone'], 'database/sql.(*DB).beginDC'),
      ],
    },
    'End every transaction with Commit or Rollback.',
  ],
  [
    'rows',
    through('database/sql.(*DB).queryDC', 'database/sql.(*DB).Query'),
    'Close sql.Rows on every path',
  ],
  [
    'a statement',
    through('database/sql.(*DB).prepareDC', 'database/sql.(*DB).Prepare'),
    'Close each sql.Stmt',
  ],
  [
    'a database',
    {
      goroutines: [
        blocked('select', ['database/sql.(*DB).connectionOpener'], 'database/sql.OpenDB'),
      ],
      ...through('database/sql.OpenDB', 'database/sql.Open'),
    },
    'An sql.DB is a pool: open it once',
  ],
  [
    'a child process',
    through('os.newProcess', 'os/exec.(*Cmd).Start'),
    'Call Wait after every Start',
  ],
  ['a ticker', through('time.NewTicker'), 'Stop every ticker: defer ticker.Stop().'],
  ['a timer', through('time.newTimer', 'time.After'), 'A timer lives until it fires or is stopped'],
  [
    'a chain of contexts',
    through('context.WithValue'),
    'Each context.WithValue keeps the one before',
  ],
  [
    'a context',
    through('context.withCancel', 'context.WithCancel'),
    'Call the cancel function of every context',
  ],
  ['a listener', through('net.newFD', 'net.Listen'), 'Close every listener and server'],
  [
    'a connection of a server',
    { goroutines: [blocked('IO wait', ['net/http.(*conn).serve'], 'net/http.(*Server).Serve')] },
    'Clients keep these connections open',
  ],
  [
    'a connection',
    through('net.newFD', 'net.Dial'),
    'Close every connection, on the error path too.',
  ],
  [
    'a mapping',
    {
      growth: [growthOf('native', 32_768)],
      stacks: [grown(['syscall.(*mmapper).Mmap', 'syscall.Mmap', OWN], STORE)],
    },
    'Unmap what is mapped',
  ],
  [
    'a file',
    { growth: [growthOf('fds')], ...through('os.newFile', 'os.Open') },
    'Close it on every path; a defer within a loop runs only when the function returns',
  ],
  ['memory of C', { growth: [growthOf('native', 16_384)] }, 'What C allocated, C.free must free'],
  [
    'a pool',
    { growth: [], pooled: true, stacks: [grown(['bytes.growSlice', OWN], STORE)] },
    'Reset a pooled buffer before Put',
  ],
  [
    'a finalizer',
    through('runtime.SetFinalizer'),
    'A finalizer never runs for objects that refer to each other',
  ],
  [
    'a goroutine of a library',
    {
      goroutines: [
        blocked(
          'select',
          ['example.com/db@v1.0.0/pool.go:9 example.com/db.reap'],
          'example.com/db@v1.0.0/pool.go:5 example.com/db.New',
        ),
      ],
    },
    "The goroutine is a library's: close what your code opens there",
  ],
  ['a nil channel', waits('chan send (nil chan)'), 'A nil channel blocks for ever'],
  ['a sender', waits('chan send'), 'Nobody receives any more'],
  ['a receiver', waits('chan receive'), 'Nobody sends any more'],
  ['an empty select', waits('select (no cases)'), 'An empty select never ends'],
  ['a select', waits('select'), 'None of its cases comes'],
  ['a lock', waits('sync.Mutex.Lock'), 'The lock is never released'],
  ['a read lock', waits('sync.RWMutex.RLock'), 'The lock is never released'],
  ['a wait group', waits('sync.WaitGroup.Wait'), 'Done is not called on every path'],
  ['a condition', waits('sync.Cond.Wait'), 'Nobody signals any more'],
  ['a sleeper', waits('sleep'), 'It sleeps, and goes on for ever'],
  ['a reader', waits('IO wait'), 'The other side is silent'],
  ['a goroutine at work', waits('running'), 'Give it a way to end'],
  [
    'a map',
    { growth: [growthOf('heap', 64)], stacks: [grown([OWN], STORE)] },
    'A map or slice that only gains entries',
  ],
  [
    'a large object',
    { stacks: [grown([OWN], LARGE)] },
    'If only a part of it is kept, copy that part',
  ],
]

test.each(CASES)('says what usually ends %s', (_, parts, hint) => {
  const [culprit] = culpritsOfGo(evidence(parts))

  expect(culprit?.details?.at(-1)).toContain(hint)
})

test('tells of the go line where that keeps a ticker alive', () => {
  const hintOf = (goLine: string) =>
    culpritsOfGo(evidence({ goLine, ...through('time.NewTicker') }))[0]?.details?.at(-1)

  expect(hintOf('go 1.22.0')).toBe(
    'Stop every ticker: defer ticker.Stop(); go.mod says go 1.22.0, and below go 1.23 a ticker that is not stopped is never collected.',
  )
  expect(hintOf('go 1.23')).toBe('Stop every ticker: defer ticker.Stop().')
})

test('has no hint for a small object that is kept', () => {
  expect(culpritsOfGo(evidence({ stacks: [grown([OWN])] }))[0]?.details).toBeUndefined()
})

test('knows finalizers and maps by the path that holds the object', () => {
  expect(hintForPath([{ name: 'finalizer of main.node', type: '' }])).toContain('in a cycle')
  expect(hintForPath([{ name: 'global main.sessions', type: 'map' }])).toContain('keeps its room')
  expect(hintForPath([{ name: 'global main.ring', type: '' }])).toBeUndefined()
})
