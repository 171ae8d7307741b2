import { occupyUntil, refuseNesting, SYNCHRONOUS } from './check-queue.ts'
import { type Alarm, setAlarm } from './engine/clock.ts'
import { refuseSharedProbes } from './engine/judged-probes.ts'
import type { Wait } from './engine/port.ts'
import { LeakError, MisuseError, UnsettledError } from './errors.ts'
import { type ProcessLock, tryLock } from './lock/process-lock.ts'
import { TimeUp } from './measure/check-run.ts'
import { checkScenario } from './measure/check-scenario.ts'
import { keepHistory } from './measure/keep-history.ts'
import { validateOptions } from './option-checks.ts'
import { type LeakOptions, type ResolvedOptions, resolveOptions } from './options.ts'
import type { Verdict } from './plateau/verdict.ts'
import { processState } from './process-state.ts'
import { describeVerdict } from './report/describe-verdict.ts'
import { progressOf } from './report/progress.ts'
import { type ResolvedScenario, resolveScenario, type Scenario } from './scenario.ts'
import { startTargetCheckAt } from './target/start-target-check.ts'
import { isTarget, type Target } from './target/target.ts'
import type { TestOfCheck } from './turn-of-check.ts'
import { withLedger } from './with-ledger.ts'

/**
 * Runs the scenario, here or in its target, until its heap, external memory, handles and descriptors have levelled off or
 * their growth is proved. Rejects with the scenario's own error when it throws, with `MisuseError` on
 * bad input, and with the signal's reason when aborted.
 */
export async function checkLeak<Context>(
  scenario: Scenario<Context> | Target,
  options?: LeakOptions,
): Promise<Verdict> {
  return startCheck(scenario, options)
}

/**
 * As `checkLeak`, but a plateau of a synchronous scenario is decided, and returned, in the same job.
 * Anything else is a promise. One check runs at a time in this process: later ones wait for it.
 */
export function startCheck<Context>(
  scenario: Scenario<Context> | Target,
  options?: LeakOptions,
): Verdict | Promise<Verdict> {
  if (isTarget(scenario)) return startTargetCheckAt(scenario, options, { keepHistory })
  return startCheckFor(scenario, options, {})
}

/** Who asks for a check. */
export interface Asker {
  /** A wait for checks in other threads must end with its time. */
  readonly test?: TestOfCheck
  /** Iterations that ran before. Default 0. */
  readonly ranBefore?: number
}

/** As `startCheck`, for whoever knows more of it. */
export function startCheckFor(
  scenario: Scenario,
  options: LeakOptions | undefined,
  asker: Asker,
): Verdict | Promise<Verdict> {
  const state = processState()
  const resolved = resolveScenario(scenario)
  const { test } = asker
  const ranBefore = Math.max(asker.ranBefore ?? 0, state.iterationsOfStores)
  const settings = { ...resolveOptions(validateOptions(options), state.defaults), ranBefore }
  refuseSharedProbes(settings)
  if (state.running !== undefined) {
    refuseNesting()
    return after(state.running, () => startCheckFor(scenario, options, asker))
  }
  const attempt = tryLock()
  if (attempt.kind === 'held') return runHeld(resolved, settings, attempt.lock)
  // Another realm of this thread checks: it may be the one that we are inside of.
  if (attempt.kind === 'taken' && attempt.isOwn) refuseNesting()
  const verdict = import('./turn-of-check.ts').then(({ checkInTurn }) =>
    checkInTurn((left, lock) => runHeld(resolved, left, lock), settings, test),
  )
  occupyUntil(verdict)
  return verdict
}

/** Runs the one check of this process, and releases the lock when it has ended. */
function runHeld(
  scenario: ResolvedScenario,
  settings: ResolvedOptions,
  lock: ProcessLock,
): Verdict | Promise<Verdict> {
  const state = processState()
  // Set before the first iteration, so that a check inside a synchronous scenario is seen as such.
  state.running = SYNCHRONOUS
  const steps = checkScenario(scenario, settings)
  let pending = false
  try {
    const step = steps.next()
    if (step.done) return step.value
    pending = true
    const show = progressOf({ name: scenario.name, limitMs: settings.timeLimitMs })
    const verdict = plateauFinishes(steps, step.value, { ...settings, show }).finally(() =>
      lock.release(),
    )
    occupyUntil(verdict)
    return verdict
  } finally {
    if (!pending) {
      state.running = undefined
      lock.release()
    }
  }
}

/**
 * Throws `LeakError` when the scenario grows and `UnsettledError` when no decision was possible, with
 * the message that `describeVerdict` writes; resolves to the verdict of a plateau. What the project's ledger,
 * `plateau.known.json`, accepts is a plateau.
 */
export async function assertNoLeak<Context>(
  scenario: Scenario<Context> | Target,
  options?: LeakOptions,
): Promise<Verdict> {
  const verdict = await checkLeak(scenario, withLedger(options))
  if (verdict.kind === 'growth') throw new LeakError(describeVerdict(verdict), verdict)
  if (verdict.kind === 'unsettled') throw new UnsettledError(describeVerdict(verdict), verdict)
  return verdict
}

async function after(
  running: Promise<unknown>,
  start: () => Verdict | Promise<Verdict>,
): Promise<Verdict> {
  await running
  return start()
}

/**
 * Drives an asynchronous check. Its alarm ends the wait for a scenario that never resolves. Its name marks stacks of the
 * check's own.
 */
async function plateauFinishes(
  steps: Generator<Wait, Verdict, unknown>,
  firstWait: Wait,
  { timeLimitMs, signal, show }: ResolvedOptions & { readonly show: (() => void) | undefined },
): Promise<Verdict> {
  const alarm = setAlarm(timeLimitMs, signal)
  let wait = firstWait
  try {
    for (;;) {
      const settled = await firstOf(wait, alarm)
      if (settled === RANG) return await endNow(steps, signal)
      show?.()
      const step = settled.ok ? steps.next(settled.result) : steps.throw(settled.error)
      if (step.done) return step.value
      wait = step.value
    }
  } finally {
    alarm.cancel()
  }
}

/** What a teardown may still take once the time is over. */
const GRACE_MS = 2000

/** Ends a check whose present wait is given up; its teardown still runs, but not for ever. */
async function endNow(
  steps: Generator<Wait, Verdict, unknown>,
  signal: AbortSignal | undefined,
): Promise<Verdict> {
  const grace = setAlarm(GRACE_MS)
  try {
    let step = steps.throw(signal?.aborted ? signal.reason : new TimeUp())
    while (!step.done) {
      const settled = await firstOf(step.value, grace)
      if (settled === RANG) throw new MisuseError(HANGING_TEARDOWN)
      step = settled.ok ? steps.next(settled.result) : steps.throw(settled.error)
    }
    return step.value
  } finally {
    grace.cancel()
  }
}

const HANGING_TEARDOWN = `The teardown had not ended ${GRACE_MS} ms after the check's time was over. A teardown must resolve.`

const RANG: unique symbol = Symbol('the alarm rang')

type Settled =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: unknown }

function firstOf(wait: Wait, alarm: Alarm): Promise<Settled | typeof RANG> {
  return new Promise((resolve) => {
    alarm.onRing(() => resolve(RANG))
    wait.then(
      function plateauResumes(result) {
        resolve({ ok: true, result })
      },
      function plateauResumes(error: unknown) {
        resolve({ ok: false, error })
      },
    )
  })
}
