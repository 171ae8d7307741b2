import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { TargetError } from '@plateau/core'
import { describeExit, type Program, withLastWords } from '@plateau/core/process'
import { startLoadProgram } from '../load/command-load.ts'
import { takeCensus } from './count-stores.ts'
import { isGrowingEarly } from './fail-fast.ts'
import { warmUpOf } from './leg-plan.ts'
import { addEvent, type Soak } from './soak.ts'
import type { Driver } from './soak-plan.ts'
import { judgeSoFar, takeRound } from './take-round.ts'

/** Collections take at most 2 % of the time: a wait of 50 times what the last one took. */
const WAIT_TIMES = 50
const SHORTEST_WAIT_MS = 1000

/** A short run takes so many samples all the same: with a wait of half a minute it could not be judged. */
const ROUNDS_OF_A_SHORT_RUN = 40

/** Of the time, where no iterations say when the warm-up is over. */
const WARM_UP_TIME_SHARE = 1 / 6

/** Samples by the clock while the load goes on, until the iterations, the time or the load are done. */
export async function runContinuously(soak: Soak): Promise<void> {
  const work = await beginWork(soak)
  try {
    await sampleWhile(soak, work)
  } finally {
    await work.end()
  }
}

interface Work {
  /** Before the warm-up's end is decided, and before every sample. */
  update(): Promise<void>
  hasEnded(): boolean
  end(): Promise<void>
}

async function sampleWhile(soak: Soak, work: Work): Promise<void> {
  const { plan, status, log, signal } = soak
  const startedMs = log.elapsedMs()
  const spent = (): number => (log.elapsedMs() - startedMs) / (plan.durationMs ?? Infinity)
  const warmUp = plan.iterations === undefined ? plan.warmUp : warmUpOf(plan, plan.iterations)
  const whole = plan.iterations === undefined ? undefined : plan.iterations + (warmUp ?? 0)
  status.fraction = () => Math.min(1, whole ? status.iterations() / whole : spent())
  status.phase = 'warming up'
  let warmedAt: number | undefined
  for (;;) {
    const beganMs = performance.now()
    await work.update()
    const isWarm =
      warmUp === undefined ? spent() >= WARM_UP_TIME_SHARE : status.iterations() >= warmUp
    if (isWarm && warmedAt === undefined) {
      warmedAt = status.iterations()
      addEvent(soak, { kind: 'warmed-up', message: `Warmed up after ${warmedAt} iterations.` })
      status.phase = 'measuring'
    }
    await takeRound(soak)
    if (warmedAt !== undefined) {
      await takeCensus(soak, judgedFraction(status.fraction()))
      judgeSoFar(soak)
    }
    if (work.hasEnded() || status.fraction() >= 1 || isGrowingEarly(soak)) return
    const wanted = waitAfter(performance.now() - beganMs, plan.durationMs)
    const leftMs = (plan.durationMs ?? Infinity) - (log.elapsedMs() - startedMs)
    await wait(Math.max(0, Math.min(wanted, leftMs)), signal)
  }
}

function judgedFraction(fraction: number): number {
  return Math.max(0, (fraction - WARM_UP_TIME_SHARE) / (1 - WARM_UP_TIME_SHARE))
}

function waitAfter(tookMs: number, durationMs = Infinity): number {
  const longest = durationMs / ROUNDS_OF_A_SHORT_RUN
  return Math.max(SHORTEST_WAIT_MS, Math.min(WAIT_TIMES * tookMs, longest))
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => undefined)
  signal.throwIfAborted()
}

function beginWork(soak: Soak): Promise<Work> {
  const { driver } = soak.plan
  return driver.kind === 'external' ? watchExternal(soak, driver) : Promise.resolve(runAlong(soak))
}

/** Our load, without a pause: more iterations than there is time for, or exactly those that were asked for. */
function runAlong({ plan, session, signal }: Soak): Work {
  const stop = new AbortController()
  const { iterations } = plan
  const all = iterations === undefined ? 2 ** 40 : iterations + warmUpOf(plan, iterations)
  const outcome: { isOver: boolean; error?: unknown } = { isOver: false }
  const running = session.run(all, AbortSignal.any([signal, stop.signal])).then(
    () => {
      outcome.isOver = true
    },
    (error: unknown) => {
      if (!stop.signal.aborted) outcome.error = error
      outcome.isOver = true
    },
  )
  return {
    async update() {
      if (outcome.error !== undefined) throw outcome.error
    },
    hasEnded: () => outcome.isOver,
    async end() {
      stop.abort(new TargetError('The soak is over.'))
      await running
    },
  }
}

/** Somebody else's load: its iterations are counted by the service; without a counter, seconds are. */
async function watchExternal(
  soak: Soak,
  { counter, command, url, cwd }: Extract<Driver, { kind: 'external' }>,
): Promise<Work> {
  const { status, log } = soak
  const counted = { first: await counter?.(), latest: 0, missed: 0 }
  status.iterations = counter ? () => counted.latest : () => Math.floor(log.elapsedMs() / 1000)
  if (counter === undefined) {
    addEvent(soak, {
      kind: 'load',
      message: 'No counter tells of the iterations of this load: one second counts as one.',
    })
  }
  const env: Record<string, string> = url === undefined ? {} : { PLATEAU_URL: url }
  const program = command && (await startLoadProgram(command, { cwd, env }))
  return {
    async update() {
      refuseFailed(program)
      if (counter === undefined) return
      const count = await counter()
      counted.missed = count === undefined ? counted.missed + 1 : 0
      if (counted.missed >= MISSED_COUNTS) throw new TargetError(UNCOUNTED)
      if (count === undefined) return
      counted.first ??= count
      counted.latest = Math.max(counted.latest, count - counted.first)
    },
    hasEnded: () => program?.exit() !== undefined,
    async end() {
      await program?.stop()
    },
  }
}

const MISSED_COUNTS = 5
const UNCOUNTED =
  'The counter of iterations could not be read 5 times in a row. Check that counter names an address that answers, and a number that is in its answer.'

function refuseFailed(program: Program | undefined): void {
  const exit = program?.exit()
  if (program === undefined || exit === undefined || exit.code === 0) return
  throw withLastWords(`${program.name} ${describeExit(exit)}.`, program)
}
