import { performance } from 'node:perf_hooks'
import { TargetError } from '@plateau/core'
import { isGrowingEarly } from './fail-fast.ts'
import { legPlan } from './leg-plan.ts'
import { addEvent, type Soak } from './soak.ts'
import { judgeSoFar, takeCensus, takeRound } from './take-round.ts'

/** Runs a leg, lets it drain, samples; over and over, until the iterations or the time are done. */
export async function runCheckpoints(soak: Soak): Promise<void> {
  const { plan, status, log } = soak
  await takeRound(soak)
  status.phase = 'warming up'
  const legs = await legPlan(plan, {
    elapsedMs: log.elapsedMs,
    runLeg: (iterations) => timedLeg(soak, iterations),
  })
  status.fraction = () => legs.fraction(status.iterations(), log.elapsedMs())
  while (status.iterations() < legs.warmUp && !legs.isWarm(log.elapsedMs())) {
    await runLeg(soak, Math.min(legs.perCheckpoint, legs.warmUp - status.iterations()))
    if (status.iterations() < legs.warmUp) await takeRound(soak)
  }
  const warmedAt = status.iterations()
  addEvent(soak, { kind: 'warmed-up', message: `Warmed up after ${warmedAt} iterations.` })
  status.phase = 'measuring'
  await takeRound(soak)
  await takeCensus(soak, 0)
  while (!legs.isDone(status.iterations() - warmedAt, log.elapsedMs())) {
    await runLeg(soak, legs.nextLeg(status.iterations() - warmedAt))
    await takeRound(soak)
    await takeCensus(soak, legs.judgedFraction(status.iterations() - warmedAt, log.elapsedMs()))
    judgeSoFar(soak)
    if (isGrowingEarly(soak)) return
  }
}

async function timedLeg(soak: Soak, iterations: number): Promise<number> {
  const startedMs = performance.now()
  await runLeg(soak, iterations)
  return performance.now() - startedMs
}

async function runLeg(soak: Soak, iterations: number): Promise<void> {
  const { session, signal, plan, status } = soak
  signal.throwIfAborted()
  const before = status.iterations()
  const completed = await session.run(iterations, signal)
  signal.throwIfAborted()
  if (plan.driver.kind === 'target') status.iterations = () => before + completed
  if (completed < iterations) {
    throw new TargetError(
      `Target '${plan.target.name}' stopped after ${completed} of ${iterations} iterations without a reason.`,
    )
  }
}
