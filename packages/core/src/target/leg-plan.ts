import { equalBatch } from './target-plan.ts'
import { latestGrowth, runBatch, type TargetRun, takeSample } from './target-run.ts'

/** Legs that are judged; one before them is thrown away. */
export const JUDGED_LEGS = 5

/** Long enough for a leak of one object in a hundred iterations to show in every leg. */
const LEG_ITERATIONS = 512

/** The first legs are short: a leak of megabytes or of threads must not fill the machine before it is seen. */
const PROBING_ITERATIONS = 16

/** What a leak may take in the legs of one round: of bytes, and of descriptors, threads and goroutines. */
const ROUND_BYTES = 64 * 2 ** 20
const ROUND_COUNT = 600

/** Objects are counted in other numbers; their bytes limit them. */
const isLimited = (name: string): boolean => name !== 'heapObjects'

/** Most bytes that one check may let grow. */
const MOST_BYTES = 256 * 2 ** 20

/**
 * Runs two short legs and tells how long the judged ones shall be: as long as is useful, as the time
 * allows, and as what seems to grow can be borne.
 */
export async function planLegs(run: TargetRun): Promise<number> {
  const { bounded, maxIterations } = run.options
  const legs = JUDGED_LEGS + 1
  const allowed = Math.floor((maxIterations - run.completed) / legs)
  const probing = Math.min(PROBING_ITERATIONS, Math.floor(allowed / 4))
  if (probing > 0) {
    await runBatch(run, probing)
    await takeSample(run)
    await runBatch(run, probing)
    await takeSample(run)
  }
  const wanted = Math.max(LEG_ITERATIONS, bounded ?? 0)
  const affordable = equalBatch(run, wanted, legs)
  const rest = Math.max(1, Math.floor((maxIterations - run.completed) / legs))
  return Math.max(1, Math.min(affordable, rest, bearable(run, probing)))
}

/** Iterations of a leg by which what grew in the latest short leg does not get out of hand. */
function bearable(run: TargetRun, probing: number): number {
  if (probing === 0) return LEG_ITERATIONS
  const growth = latestGrowth(run)
  const limits = run.probes.map(({ name, unit }, at) => {
    const perIteration = (growth[at] ?? 0) / probing
    if (perIteration <= 0 || !isLimited(name)) return Number.POSITIVE_INFINITY
    const limit = unit === 'bytes' ? ROUND_BYTES : ROUND_COUNT
    return Math.floor(limit / (JUDGED_LEGS + 1) / perIteration)
  })
  return Math.max(PROBING_ITERATIONS / 2, ...(limits.length ? [Math.min(...limits)] : []))
}

/** The part of the time after which no further round of legs is begun: explaining growth needs the rest. */
const ROUNDS_SHARE = 0.55

/** Whether another round fits into the time, the iterations and the memory. */
export function isRoundLeft(run: TargetRun, iterationsPerLeg: number): boolean {
  const { deadline, iterationMs, sampleMs, completed, options } = run
  const roundMs = JUDGED_LEGS * (iterationsPerLeg * iterationMs + sampleMs)
  const isInTime = deadline.spentMs() + roundMs <= ROUNDS_SHARE * deadline.limitMs
  const isAllowed = completed + JUDGED_LEGS * iterationsPerLeg <= options.maxIterations
  return isInTime && isAllowed && grownBytes(run) < MOST_BYTES
}

function grownBytes({ probes, samples }: TargetRun): number {
  return Math.max(
    0,
    ...probes.map(({ unit }, at) =>
      unit === 'bytes' ? (samples.at(-1)?.readings[at] ?? 0) - (samples[0]?.readings[at] ?? 0) : 0,
    ),
  )
}
