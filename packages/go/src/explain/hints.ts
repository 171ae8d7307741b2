import type { PathStep } from '@plateau/core'
import type { GoroutineGroup } from '../profile/goroutines.ts'
import type { Cause } from './cause.ts'
import type { GoEvidence } from './go-evidence.ts'
import { shownFunction } from './go-names.ts'
import { calledByOwn, ownFrame } from './stack-place.ts'

/** What usually ends this kind of growth, in one sentence; undefined where nothing fits. */
export function hintFor(cause: Cause, evidence: GoEvidence): string | undefined {
  if (cause.remedy !== undefined) return cause.remedy
  const subject = subjectOf(cause, evidence)
  return HINTS.find(({ fits }) => fits(subject))?.advise(subject)
}

/** The same of a retention path, which knows of finalizers and maps. */
export function hintForPath(path: readonly PathStep[]): string | undefined {
  const told = path.map(({ name, type }) => `${name} ${type}`).join(' ')
  if (/\bfinalizer\b/i.test(told))
    return 'A finalizer never runs for objects that refer to each other in a cycle: break the cycle, or release them by a Close method.'
  if (/\bmap\b/.test(told))
    return 'A map keeps its room when entries are deleted: bound it, and replace it now and then by a new one.'
  return undefined
}

interface Subject {
  readonly cause: Cause
  /** Of the goroutines: `chan send`. */
  readonly states: readonly string[]
  readonly isLocked: boolean
  /** The goroutines run the project's own code. */
  readonly isOwn: boolean
  /** The functions that the project's own lines called, not what those did inside; and those of the goroutines. */
  readonly calls: string
  readonly evidence: GoEvidence
}

function subjectOf(cause: Cause, evidence: GoEvidence): Subject {
  const { project } = evidence
  const groups = cause.goroutines.map(({ group }) => group)
  const frames = [
    ...groups.flatMap(framesOf),
    ...cause.stacks.flatMap(({ stack }) => calledByOwn(stack, project).slice(-1)),
  ]
  const names = new Set(frames.map((frame) => shownFunction(frame.function)))
  return {
    cause,
    states: groups.map(({ state }) => state),
    isLocked: groups.some(({ isLocked }) => isLocked),
    isOwn: groups.some(({ stack }) => ownFrame(stack, project) !== undefined),
    calls: [...names].join('\n'),
    evidence,
  }
}

function framesOf({ stack, createdBy }: GoroutineGroup): GoroutineGroup['stack'] {
  return createdBy ? [...stack, createdBy] : stack
}

interface Hint {
  readonly fits: (subject: Subject) => boolean
  readonly advise: (subject: Subject) => string
}

/** The hint for what calls one of these functions. */
function calling(functions: RegExp, advice: string): Hint {
  return { fits: ({ calls }) => functions.test(calls), advise: () => advice }
}

/** The hint for goroutines in such a state. */
function waiting(state: RegExp, advice: string): Hint {
  return { fits: ({ states }) => states.some((found) => state.test(found)), advise: () => advice }
}

/** Below it, an unstopped ticker or timer is never collected. */
const TICKERS_ARE_COLLECTED = { major: 1, minor: 23 }

/** Above it, one object is likely a buffer of which a part may be kept. */
const LARGE_OBJECT_BYTES = 1024

/** From the particular to the general: the first that fits is told. */
const HINTS: readonly Hint[] = [
  {
    fits: ({ isLocked }) => isLocked,
    advise: () =>
      'A goroutine that called runtime.LockOSThread keeps its thread until it returns: let it return.',
  },
  calling(
    /^net\/http\.\(\*(?:persistConn|http2ClientConn|http2clientConnReadLoop)\)/m,
    'Close the Body of every response, errors and unread ones included, and share one http.Client: a Transport per request keeps its own connections.',
  ),
  calling(/^database\/sql\.\(\*Tx\)\.awaitDone/m, 'End every transaction with Commit or Rollback.'),
  calling(
    /^database\/sql\.(?:\(\*Rows\)\.|\(\*DB\)\.(?:Query|query))/m,
    'Close sql.Rows on every path: defer rows.Close() after the check of err.',
  ),
  calling(
    /^database\/sql\.\(\*(?:DB|Conn|Tx)\)\.(?:Prepare|prepare)/m,
    'Close each sql.Stmt, or prepare it once.',
  ),
  calling(
    /^database\/sql\.(?:Open|OpenDB|\(\*DB\)\.connectionOpener)$/m,
    'An sql.DB is a pool: open it once and share it, or Close it.',
  ),
  calling(
    /^os\/exec\.\(\*Cmd\)\.|^os\.(?:StartProcess|startProcess|newProcess|newHandleProcess)$/m,
    'Call Wait after every Start of an exec.Cmd: it releases the process, its pipes and goroutines.',
  ),
  {
    // A goroutine that waits for a ticker does not end when that is stopped.
    fits: ({ calls, cause }) =>
      cause.kind !== 'goroutine' && /^time\.(?:NewTicker|Tick)$/m.test(calls),
    advise: ({ evidence }) => tickerHint(evidence.goLine),
  },
  {
    fits: ({ calls, cause }) =>
      cause.kind !== 'goroutine' && /^time\.(?:After|AfterFunc|NewTimer)$/m.test(calls),
    advise: () =>
      'A timer lives until it fires or is stopped: in a loop use one time.Timer with Reset, and Stop it when the work ends.',
  },
  calling(
    /^context\.WithValue$/m,
    'Each context.WithValue keeps the one before: derive from the context of the request, not from the last one.',
  ),
  calling(
    /^context\.(?:[wW]ith\w+|\(\*\w+\)\.\w+|AfterFunc)$/m,
    'Call the cancel function of every context on every path: defer cancel().',
  ),
  calling(
    /^net\/http\/httptest\.NewServer|^net\.(?:Listen\w*|\(\*ListenConfig\)\.Listen\w*)$/m,
    'Close every listener and server: defer server.Close().',
  ),
  calling(
    /^net\/http\.\(\*(?:conn|http2serverConn)\)\.serve$/m,
    'Clients keep these connections open: let them close theirs, or set IdleTimeout and ReadTimeout of the http.Server.',
  ),
  calling(
    /^net\.(?:Dial\w*|\(\*Dialer\)\.Dial\w*)$|^crypto\/tls\.(?:Dial\w*|Client)$/m,
    'Close every connection, on the error path too.',
  ),
  calling(/mmap/i, 'Unmap what is mapped: syscall.Munmap, on every path.'),
  {
    fits: ({ cause }) => cause.kind === 'descriptor',
    advise: () =>
      'Close it on every path; a defer within a loop runs only when the function returns, so give the body of the loop a function of its own.',
  },
  {
    fits: ({ cause }) => cause.kind === 'off-heap',
    advise: () => 'What C allocated, C.free must free: the garbage collector does not see it.',
  },
  {
    fits: ({ evidence, cause }) => evidence.pooled && cause.kind === 'heap',
    advise: () =>
      'Reset a pooled buffer before Put, and do not put back those that grew beyond a limit.',
  },
  calling(
    /^runtime\.(?:SetFinalizer|AddCleanup)$/m,
    'A finalizer never runs for objects that refer to each other in a cycle: break the cycle, or release them by a Close method.',
  ),
  {
    fits: ({ isOwn, cause }) => cause.kind === 'goroutine' && !isOwn,
    advise: () =>
      "The goroutine is a library's: close what your code opens there, or open it once and share it.",
  },
  waiting(/nil chan/, 'A nil channel blocks for ever: make it before it is used.'),
  waiting(
    /^chan send/,
    'Nobody receives any more: give the channel room for the result, or select on ctx.Done() too.',
  ),
  waiting(
    /^chan receive/,
    'Nobody sends any more: close the channel when its work ends, or select on ctx.Done() too.',
  ),
  waiting(/^select \(no cases\)/, 'An empty select never ends: wait for ctx.Done() instead.'),
  waiting(/^select/, 'None of its cases comes: add a case of ctx.Done(), and cancel that context.'),
  waiting(
    /^(?:sync\.(?:RW)?Mutex|semacquire)/,
    'The lock is never released: unlock on every path, with defer.',
  ),
  waiting(/^sync\.WaitGroup/, 'Done is not called on every path: defer it first in the goroutine.'),
  waiting(/^sync\.Cond/, 'Nobody signals any more: Broadcast when the work ends.'),
  waiting(/^sleep/, 'It sleeps, and goes on for ever: select on ctx.Done() beside a timer.'),
  waiting(/^IO wait/, 'The other side is silent: set a deadline, or close the connection.'),
  {
    fits: ({ cause }) => cause.kind === 'goroutine',
    advise: () => 'Give it a way to end: a context, or a channel that is closed.',
  },
  {
    fits: ({ cause }) => cause.type === 'growing buffer or map',
    advise: () =>
      'A map or slice that only gains entries gives no room back: remove entries when their work ends, or bound it.',
  },
  {
    fits: ({ cause: { perIteration } }) =>
      perIteration.bytes >= LARGE_OBJECT_BYTES * perIteration.objects,
    advise: () =>
      'If only a part of it is kept, copy that part (bytes.Clone, strings.Clone): a subslice or substring keeps the whole array.',
  },
]

function tickerHint(goLine: string | undefined): string {
  const stop = 'Stop every ticker: defer ticker.Stop()'
  const [, major, minor] = /(\d+)\.(\d+)/.exec(goLine ?? '') ?? []
  if (major === undefined || minor === undefined) return `${stop}.`
  const isOld =
    Number(major) === TICKERS_ARE_COLLECTED.major && Number(minor) < TICKERS_ARE_COLLECTED.minor
  return isOld
    ? `${stop}; go.mod says ${goLine}, and below go 1.23 a ticker that is not stopped is never collected.`
    : `${stop}.`
}
