import { startCheckFor } from '../check-leak.ts'
import { nowMs } from '../engine/clock.ts'
import type { KnownLeak } from '../plateau/known-leak.ts'
import type { Verdict } from '../plateau/verdict.ts'
import { runnerCause } from '../report/runner-cause.ts'
import { type LoopRow, rowAccepting } from './loop-row.ts'
import type { LoopTerms } from './loop-terms.ts'
import { quickLook } from './quick-look.ts'
import { selfTest } from './self-test.ts'
import { createTurns, type Turns } from './turns.ts'

type Judged = Omit<LoopRow, 'id' | 'file' | 'runner' | 'node'>

/** A test that is looped: the runner's side of its turns, and what became of it. */
export interface LoopedTest {
  readonly turns: Turns
  readonly judged: Promise<Judged>
}

/** Begins to judge a test whose iterations the runner performs. */
export function loopTest(name: string, terms: LoopTerms): LoopedTest {
  const turns = createTurns()
  return { turns, judged: judge({ name, turns }, terms).finally(() => turns.end()) }
}

interface Asked {
  readonly name: string
  readonly turns: Turns
}

/**
 * A quick look at bytes and handles, which passes most clean tests, and a check of what it did not pass: a clean suite
 * shall take little more than its own time.
 */
async function judge({ name, turns }: Asked, terms: LoopTerms): Promise<Judged> {
  const startedMs = nowMs()
  const { firstMs, longestMs, untilMs, known = [] } = terms
  const ms = () => Math.round(nowMs() - startedMs)
  if (untilMs !== undefined && Date.now() > untilMs) {
    return {
      kind: 'unsettled',
      reason: 'the budget was used up before its turn',
      iterations: 0,
      ms: 0,
    }
  }
  const scenario = { name, run: () => turns.next() }
  try {
    await selfTest()
    const quick = await quickLook(scenario.run, { cpuMs: firstMs, wallMs: LOOK_SHARE * longestMs })
    if (quick.isLevel) return { kind: 'plateau', iterations: quick.iterations, ms: ms() }
    const options = { timeLimitMs: longestMs - Math.min(quick.ms, LOOK_SHARE * longestMs) }
    const checked = await startCheckFor(scenario, options, { ranBefore: quick.iterations })
    return { ...judgedOf(checked, known), ms: ms() }
  } catch (error) {
    return {
      kind: 'unloopable',
      reason: `fails when repeated: ${messageOf(error)}`,
      iterations: 0,
      ms: ms(),
    }
  }
}

/** The part of the limit that the quick look may take: a test that waits for 100 ms is passed by it, and hardly by a check of 5 s. */
const LOOK_SHARE = 0.8

/** What the runner itself keeps of every repetition, such as the calls of a mock, is no leak of a test that runs once. */
function judgedOf(verdict: Verdict, known: readonly KnownLeak[]): Omit<Judged, 'ms'> {
  if (verdict.kind !== 'growth' || verdict.culprits.length === 0) {
    return rowAccepting(verdict, known)
  }
  const own = verdict.culprits.filter(({ madeBy }) => madeBy === undefined)
  if (own.length > 0) return rowAccepting({ ...verdict, culprits: own }, known)
  const cause = runnerCause(verdict).replace(/: $/, '')
  return {
    kind: 'unloopable',
    reason: `every repetition leaves something in the runner, ${cause || 'and in nothing else'}`,
    iterations: verdict.iterations,
  }
}

function messageOf(error: unknown): string {
  const message = String((error as { message?: unknown } | null)?.message ?? error)
  return message.split('\n', 1)[0] ?? ''
}
