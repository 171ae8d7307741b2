import { once } from 'node:events'
import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { runNode } from '../../../../test/run-node.ts'
import { testOfWhole } from '../../../../test/whole.ts'
import { startCheck, startCheckFor } from '../../src/check-leak.ts'
import type { Verdict } from '../../src/index.ts'
import { type Ticket, takeTicket, tryLock } from '../../src/lock/process-lock.ts'
import { describeVerdict } from '../../src/report/describe-verdict.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')
const FOLDER = join(tmpdir(), `plateau-locks-${process.getuid?.()}`)

const clean = () => [1, 2, 3].map(String).join()

async function rowsOf(fixture: string): Promise<unknown> {
  const args = ['--conditions=source', join(FIXTURES, fixture)]
  const { output } = await runNode(args, { cwd: FIXTURES })
  return JSON.parse(output.slice(output.indexOf('{')))
}

describe('checks in several threads', () => {
  it('run one at a time, in the main thread too', async () => {
    expect(await rowsOf('many-checks.mjs')).toEqual({ overlaps: 0, passed: 24, waited: true })
  })

  testOfWhole('wait for a thread that lives and not for one that died in its check', async () => {
    expect(await rowsOf('dying-thread.mjs')).toEqual({
      'terminated in a scenario that never returns': {
        whileAlive: 'TimeoutError',
        afterwards: 'plateau',
      },
      'terminated in a scenario that never resolves': {
        whileAlive: 'TimeoutError',
        afterwards: 'plateau',
      },
      'exited in a scenario': { whileAlive: '-', afterwards: 'plateau' },
      'threw beside an asynchronous scenario': { whileAlive: '-', afterwards: 'plateau' },
    })
  })
})

describe('a check', () => {
  it('leaves no file behind, in a folder for its user alone', async () => {
    await startCheck(clean)
    await startCheck(async () => clean())

    expect(ownLocks()).toEqual([])
    if (process.platform !== 'win32') expect(statSync(FOLDER).mode & 0o777).toBe(0o700)
  })

  it('leaves no file behind when its scenario throws or is refused', async () => {
    const thrown = () => {
      throw new Error('planted')
    }

    expect(() => startCheck(thrown)).toThrow('planted')
    await expect(startCheck(async () => thrown())).rejects.toThrow('planted')
    expect(ownLocks()).toEqual([])
  })
})

describe('a lock that was left behind', () => {
  const left = join(FOLDER, `${process.pid}-0`)
  afterEach(() => rmSync(left, { force: true }))

  it.each([
    ['names a descriptor that is closed', '1000000 1 2 7\n'],
    ['names a descriptor of another file', '1 1 2 7\n'],
    ['is no lock of ours', 'anything\n'],
  ])('and %s does not even make a check wait', (_, content) => {
    takeAndRelease()
    writeFileSync(left, content)

    // The lock itself: a check may wait for other things, such as a second look on a busy machine.
    takeAndRelease()

    expect(ownLocks()).toEqual([`${process.pid}-0`])
  })
})

describe('many locks that were left behind', () => {
  /** No system gives so high a number to a process. */
  const names = Array.from({ length: 70 }, (_, at) => `999999999-${at}`)
  afterEach(() => {
    for (const name of names) rmSync(join(FOLDER, name), { force: true })
  })

  it('are removed where their process is dead for an hour', () => {
    const before = Date.now() / 1000 - 2 * 60 * 60
    takeAndRelease()
    for (const name of names) writeFileSync(join(FOLDER, name), '')
    for (const name of names.slice(1)) utimesSync(join(FOLDER, name), before, before)

    takeAndRelease()

    expect(readdirSync(FOLDER).filter((name) => name.startsWith('999999999-'))).toEqual([
      '999999999-0',
    ])
  })
})

describe('of those who wait', () => {
  const tickets: Ticket[] = []
  const ask = (): Ticket => {
    const ticket = takeTicket()
    if (ticket === undefined) throw new Error('No ticket could be taken.')
    tickets.push(ticket)
    return ticket
  }
  afterEach(() => {
    for (const ticket of tickets.splice(0)) ticket.release()
  })

  it('the one that asked first comes first, and whoever has not asked comes last', () => {
    const [first, second] = [ask(), ask()]

    expect(tryLock(second)).toEqual({ kind: 'queued' })
    expect(tryLock()).toEqual({ kind: 'queued' })
    takeAndRelease(first)
    first.release()
    takeAndRelease(second)
  })

  it('one whose patience has ended passes another that does not take its turn', () => {
    const [, second] = [ask(), ask()]

    second.isPatient = false

    takeAndRelease(second)
  })
})

describe('while another thread checks', () => {
  it('a synchronous check becomes a promise, and its own time limit begins after the wait', async () => {
    await whileTaken(800, async () => {
      const started = startCheck(clean, { timeLimitMs: 600 })

      expect(started).toBeInstanceOf(Promise)
      expect(await started).toMatchObject({ kind: 'plateau' })
    })
  })

  it('later checks of this thread follow in order', async () => {
    const order: string[] = []
    await whileTaken(100, async () => {
      await Promise.all(
        ['first', 'second'].map((name) =>
          startCheck({ setup: () => order.push(name), run: clean }),
        ),
      )
    })
    expect(order).toEqual(['first', 'second'])
  })

  it('an abort ends the wait', async () => {
    await whileTaken(undefined, async () => {
      const signal = AbortSignal.timeout(50)

      await expect(startCheck(clean, { signal })).rejects.toThrow('aborted due to timeout')
    })
  })

  it('the wait ends with the time of its test, and the message says so', async () => {
    await whileTaken(undefined, async () => {
      const test = { remainingMs: 300, setsLimit: true }

      const verdict = await startCheckFor(clean, { timeLimitMs: 270 }, { test })

      expect(told(verdict)).toMatchInlineSnapshot(`
        "could not tell whether scenario leaks: the time was over before the decision (0 iterations, <time>)
          It waited <time> for another check of this process and could not begin: one check runs at a time in all threads. To have more time, raise the test's timeout, or run the tests in processes instead of worker threads (pool: 'forks' in Vitest, no workerThreads in Jest)."
      `)
    })
  })

  testOfWhole(
    'what is left of the test after the wait is the limit, and the message says why it was short',
    async () => {
      await whileTaken(500, async () => {
        const never = () => new Promise(() => {})
        const test = { remainingMs: 2000, setsLimit: true }

        const verdict = await startCheckFor(never, { timeLimitMs: 1800 }, { test })

        expect(told(verdict)).toMatchInlineSnapshot(`
        "could not tell whether scenario leaks: the time was over before the decision (0 iterations, <time>)
          Iteration 1 had not ended when the time limit of <time> was over. A scenario must resolve: await what it starts, or raise the limit if one iteration takes that long. It had first waited <time> for another check of this process: one runs at a time in all threads. To wait less, raise the test's timeout, or run the tests in processes instead of worker threads (pool: 'forks' in Vitest, no workerThreads in Jest)."
      `)
      })
    },
  )
})

describe('a check inside a check, from another realm of this thread', () => {
  const KEY = Symbol.for('@plateau/state@1')
  const realm = globalThis as { [KEY]?: unknown }

  /** What another realm sees: the lock of this thread, and no state. */
  function inAnotherRealm<Result>(act: () => Result): Result {
    const state = realm[KEY]
    delete realm[KEY]
    try {
      return act()
    } finally {
      realm[KEY] = state
    }
  }

  it('is refused in a synchronous scenario', async () => {
    const nested = () => inAnotherRealm(() => startCheck(clean))

    expect(() => startCheck(nested)).toThrow('A check was started inside a scenario')
    expect(await startCheck(clean)).toMatchObject({ kind: 'plateau' })
  })

  it('is refused in an asynchronous scenario', async () => {
    const nested = async () => {
      await Promise.resolve()
      await inAnotherRealm(() => startCheck(clean))
    }

    await expect(startCheck(nested)).rejects.toThrow('A check was started inside a scenario')
    expect(await startCheck(clean)).toMatchObject({ kind: 'plateau' })
  })
})

/** Acts while a thread of this process is in a check, for so long or until the act has ended. */
async function whileTaken(milliseconds: number | undefined, act: () => Promise<void>) {
  const worker = new Worker(join(FIXTURES, 'in-check.mjs'), {
    workerData: { milliseconds },
    execArgv: ['--conditions=source'],
    // The runner's own options are none of the thread's.
    env: {},
  })
  await once(worker, 'message')
  try {
    await act()
  } finally {
    await worker.terminate()
  }
}

/** As a check does that has not to wait. */
function takeAndRelease(ticket?: Ticket): void {
  const attempt = tryLock(ticket)
  if (attempt.kind !== 'held') throw new Error(`The lock is ${attempt.kind}.`)
  attempt.lock.release()
}

function ownLocks(): readonly string[] {
  return readdirSync(FOLDER).filter((name) => name.startsWith(`${process.pid}-`))
}

function told(verdict: Verdict): string {
  return describeVerdict(verdict).replace(/[\d.]+ (ms|s)\b/g, '<time>')
}
