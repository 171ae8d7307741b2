import { checkLeak } from '../check-leak.ts'
import { nowMs } from '../engine/clock.ts'
import type { KnownLeak } from '../plateau/known-leak.ts'
import type { Verdict } from '../plateau/verdict.ts'
import { runnerCause } from '../report/runner-cause.ts'
import { type LoopRow, rowOfVerdict } from './loop-row.ts'
import { createTurns, type Turns } from './turns.ts'

/** How long tests may be looped, and what is accepted. */
export interface LoopTerms {
  /** Milliseconds of a test's first check, which passes nearly every clean one. */
  readonly firstMs: number
  /** Milliseconds of the second check, of what the first did not pass. */
  readonly longestMs: number
  /** Since 1970: no test is begun to be looped after it. */
  readonly untilMs?: number | undefined
  readonly known?: readonly KnownLeak[] | undefined
}

export const DEFAULT_TERMS: LoopTerms = { firstMs: 500, longestMs: 5000 }

type Judged = Omit<LoopRow, 'id' | 'file' | 'runner' | 'node'>

/** A test that is looped: the runner's side of its turns, and what became of it. */
export interface LoopedTest {
  readonly turns: Turns
  readonly judged: Promise<Judged>
}

/** Begins to judge a test whose iterations the runner performs. `ownMs` is what its first run took. */
export function loopTest(name: string, ownMs: number, terms: LoopTerms): LoopedTest {
  const turns = createTurns()
  return { turns, judged: judge({ name, ownMs, turns }, terms).finally(() => turns.end()) }
}

interface Asked {
  readonly name: string
  readonly ownMs: number
  readonly turns: Turns
}

/**
 * Two checks: a short one without explanations, and a longer one of what it did not pass, so that a clean suite takes
 * little more than its own time.
 */
async function judge({ name, ownMs, turns }: Asked, terms: LoopTerms): Promise<Judged> {
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
    const first = await checkLeak(scenario, { timeLimitMs: firstMs, explain: 'off' })
    if (first.kind === 'plateau') return { ...rowOfVerdict(first), ms: ms() }
    const timeLimitMs = rises(first)
      ? longestMs
      : Math.min(longestMs, Math.max(SHORT_MS, FEW * ownMs))
    const second = await checkLeak(scenario, { timeLimitMs, known })
    return { ...judgedOf(second), ms: ms() }
  } catch (error) {
    return {
      kind: 'unloopable',
      reason: `fails when repeated: ${messageOf(error)}`,
      iterations: 0,
      ms: ms(),
    }
  }
}

/** Milliseconds of a second check where nothing seemed to rise. */
const SHORT_MS = 2000

/** So many iterations tell a slow test's growth of one object in each. */
const FEW = 20

function rises(verdict: Verdict): boolean {
  return verdict.kind === 'growth' || (verdict.kind === 'unsettled' && verdict.suspects.length > 0)
}

/** What the runner itself keeps of every repetition, such as the calls of a mock, is no leak of a test that runs once. */
function judgedOf(verdict: Verdict): Omit<Judged, 'ms'> {
  if (verdict.kind !== 'growth' || verdict.culprits.length === 0) return rowOfVerdict(verdict)
  const own = verdict.culprits.filter(({ madeBy }) => madeBy === undefined)
  if (own.length > 0) return rowOfVerdict({ ...verdict, culprits: own })
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
