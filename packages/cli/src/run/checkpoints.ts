import { performance } from 'node:perf_hooks'
import { TargetError } from '@plateau/core'
import { refuseOtherLoad } from '../load/refuse-other-load.ts'
import { beginCensus, takeCensus } from './count-stores.ts'
import { isGrowingEarly } from './fail-fast.ts'
import { judgeRun } from './judge-run.ts'
import { type LegPlan, legPlan } from './leg-plan.ts'
import { isLevelSoFar } from './level-so-far.ts'
import { addEvent, type Soak } from './soak.ts'
import { judgeSoFar, takeRound } from './take-round.ts'

/** Runs a leg, lets it drain, samples; over and over, until the iterations or the time are done. */
export async function runCheckpoints(soak: Soak): Promise<void> {
  const { plan, status, log } = soak
  await takeRound(soak)
  await beginCensus(soak)
  status.phase = 'warming up'
  const legs = await legPlan(plan, {
    elapsedMs: log.elapsedMs,
    runLeg: (iterations) => timedLeg(soak, iterations),
  })
  status.fraction = () => legs.fraction(status.iterations(), log.elapsedMs())
  while (status.iterations() < legs.warmUp && !legs.isWarm(log.elapsedMs())) {
    await runLeg(soak, Math.min(legs.perWarmUpLeg, legs.warmUp - status.iterations()))
    if (status.iterations() >= legs.warmUp) break
    // A thread is judged from when it is met again; what else is read here is judged by nobody.
    if (soak.met.size > 0) await takeRound(soak)
  }
  const warmedAt = status.iterations()
  addEvent(soak, { kind: 'warmed-up', message: `Warmed up after ${warmedAt} iterations.` })
  noteUncounted(soak)
  noteRedirects(soak)
  status.phase = 'measuring'
  await takeRound(soak)
  await takeCensus(soak, 0)
  while (!legs.isDone(status.iterations() - warmedAt, log.elapsedMs())) {
    const isLevel = (): boolean => isLevelSoFar(soak)
    await runLeg(soak, legs.nextLeg(status.iterations() - warmedAt, isLevel))
    await takeRound(soak)
    await takeCensus(soak, legs.judgedFraction(status.iterations() - warmedAt, log.elapsedMs()))
    judgeSoFar(soak)
    if (isGrowingEarly(soak)) return
  }
  await runOn(soak, legs, warmedAt)
}

/** An unsettled soak helps nobody: where readings alone leave it open, more of them are taken. */
async function runOn(soak: Soak, legs: LegPlan, warmedAt: number): Promise<void> {
  const { status, log } = soak
  const judged = (): number => status.iterations() - warmedAt
  const next = (): number => legs.legBeyond(judged(), log.elapsedMs())
  // Each judgement compares every sample with every other.
  const isOn = (): boolean => next() > 0 && isOpen(soak)
  if (!isOn()) return
  const message = `After ${judged()} iterations it could not be told whether it grows: it runs on, for as many again at most.`
  addEvent(soak, { kind: 'load', message })
  do {
    await runLeg(soak, next())
    await takeRound(soak)
    await takeCensus(soak, legs.judgedFraction(judged(), log.elapsedMs()))
  } while (isOn())
}

/** Whether more readings are all that a verdict needs. */
function isOpen({ log, status }: Soak): boolean {
  status.verdicts = judgeRun(log.records)
  const verdicts = status.verdicts.map(({ verdict }) => verdict)
  if (verdicts.some(({ kind }) => kind === 'growth')) return false
  return verdicts.some((verdict) => verdict.kind === 'unsettled' && OPEN.has(verdict.reason))
}

const OPEN: ReadonlySet<string> = new Set(['suspect', 'noise'])

async function timedLeg(soak: Soak, iterations: number): Promise<number> {
  const startedMs = performance.now()
  await runLeg(soak, iterations)
  return performance.now() - startedMs
}

/** Where it was taken at its word, the reader must know. */
function noteUncounted(soak: Soak): void {
  const { plan, sent } = soak
  if (plan.driver.kind !== 'load' || plan.driver.load.command === undefined || sent.length > 0)
    return
  const message =
    'What the load command sent could not be counted: that it does exactly as many iterations as it is asked for is taken from its word.'
  addEvent(soak, { kind: 'load', message })
}

/** A service that sends everybody to its login does hardly anything of what was meant to be measured. */
function noteRedirects(soak: Soak): void {
  const { driver } = soak.plan
  const {
    all = 0,
    redirected = 0,
    latest,
  } = (driver.kind === 'load' ? driver.load.progress.answers : undefined) ?? {}
  if (latest === undefined || redirected < all) return
  addEvent(soak, {
    kind: 'load',
    message: `Each of the ${all} requests so far was answered by a redirect, the latest with ${latest.status} to ${latest.path}: nothing else is measured. Where that is a login, send one with every request (--header, --auth-env); else ask for what it leads to.`,
  })
}

/** A load command is taken at its word only where nobody can count what it sends. */
async function countSent({ plan, session, sent }: Soak) {
  const command = plan.driver.kind === 'load' ? plan.driver.load.command : undefined
  if (command === undefined || session.countRequests === undefined) return undefined
  const stop = await session.countRequests()
  return async (iterations: number): Promise<void> => {
    const requests = await stop()
    if (requests === undefined) return
    sent.push({ iterations, requests })
    refuseOtherLoad(command.split(' ')[0] ?? '', sent)
  }
}

async function runLeg(soak: Soak, iterations: number): Promise<void> {
  const { session, signal, plan, status } = soak
  signal.throwIfAborted()
  const before = status.iterations()
  const counted = await countSent(soak)
  const completed = await session.run(iterations, signal)
  await counted?.(iterations)
  signal.throwIfAborted()
  if (plan.driver.kind === 'target') status.iterations = () => before + completed
  if (completed < iterations) {
    throw new TargetError(
      `Target '${plan.target.name}' stopped after ${completed} of ${iterations} iterations without a reason.`,
    )
  }
}
