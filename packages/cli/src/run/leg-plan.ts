import type { SoakPlan } from './soak-plan.ts'

/** How the iterations of a soak are divided. */
export interface LegPlan {
  /** Iterations before the first judged sample, or fewer where the time of the warm-up is over. */
  readonly warmUp: number
  readonly perWarmUpLeg: number
  isWarm(elapsedMs: number): boolean
  isDone(judgedIterations: number, elapsedMs: number): boolean
  /** Where all that was read so far is level, it is as long as may be. */
  nextLeg(judgedIterations: number, isLevel: () => boolean): number
  /** Iterations of one more leg where nothing can be said after all that was asked for; 0 where there is none. */
  legBeyond(judgedIterations: number, elapsedMs: number): number
  /** Of the judged part: 0 to 1, and more beyond it. */
  judgedFraction(judgedIterations: number, elapsedMs: number): number
  /** Of the whole run: 0 to 1. */
  fraction(iterations: number, elapsedMs: number): number
}

/** A plateau needs four times the iterations of the warm-up; a fifth leaves something over. */
const WARM_UP_SHARE = 0.2

/** What is sampled in between is judged by nobody; a thread that is met twice is here to stay. */
const WARM_UP_LEGS = 2

/** Of the time: of a run by time, the first part is short of what it costs to start. */
const WARM_UP_TIME_SHARE = 1 / 6

/** So many checkpoints show a leak that is a tenth of what readings stray by over the run. */
const CHECKPOINTS = 40

/**
 * A collection costs a small server 8 to 12 ms of CPU, which is a tenth of that of so many requests. Sixteen checkpoints
 * make eight blocks, the fewest of which a leak need not be straighter than usual.
 */
const LEAST_PER_CHECKPOINT = 4000
const FEWEST_CHECKPOINTS = 16

/** A longer run is looked at more often, to tell since when it grows. */
const CHECKPOINT_MS = 15_000
const MOST_CHECKPOINTS = 480

interface Legs {
  readonly elapsedMs: () => number
  /** Milliseconds that it took. */
  readonly runLeg: (iterations: number) => Promise<number>
}

/** Where the time alone ends the run, the first legs tell how many iterations that may be. */
export async function legPlan(plan: SoakPlan, legs: Legs): Promise<LegPlan> {
  const { iterations, durationMs = Number.POSITIVE_INFINITY } = plan
  if (iterations !== undefined) return byIterations(plan, iterations, durationMs)
  const startedMs = legs.elapsedMs()
  const ratePerMs = await rateOf(plan, { ...legs, durationMs })
  const whole = ratePerMs * durationMs
  const checkpoints = Math.min(
    MOST_CHECKPOINTS,
    Math.max(CHECKPOINTS, Math.round(durationMs / CHECKPOINT_MS)),
  )
  const perCheckpoint = plan.iterationsPerCheckpoint ?? Math.max(1, Math.round(whole / checkpoints))
  const spent = (elapsedMs: number): number => (elapsedMs - startedMs) / durationMs
  return {
    warmUp: plan.warmUp ?? Number.POSITIVE_INFINITY,
    perWarmUpLeg: perCheckpoint,
    isWarm: (elapsedMs) => plan.warmUp === undefined && spent(elapsedMs) >= WARM_UP_TIME_SHARE,
    isDone: (_, elapsedMs) => spent(elapsedMs) >= 1,
    nextLeg: () => perCheckpoint,
    legBeyond: () => 0,
    judgedFraction: (_, elapsedMs) =>
      Math.min(1, (spent(elapsedMs) - WARM_UP_TIME_SHARE) / (1 - WARM_UP_TIME_SHARE)),
    fraction: (_, elapsedMs) => Math.min(1, spent(elapsedMs)),
  }
}

function byIterations(plan: SoakPlan, iterations: number, durationMs: number): LegPlan {
  const warmUp = warmUpOf(plan, iterations)
  const legs = isSparse(plan) ? legsByLevel(iterations) : equalLegs(plan, iterations)
  return {
    warmUp,
    perWarmUpLeg: Math.max(1, Math.ceil(warmUp / WARM_UP_LEGS)),
    isWarm: () => false,
    isDone: (judged, elapsedMs) => judged >= iterations || elapsedMs > durationMs,
    nextLeg: (judged, isLevel) => Math.min(legs(judged, isLevel), iterations - judged),
    legBeyond: (judged, elapsedMs) =>
      elapsedMs > durationMs
        ? 0
        : Math.min(perCheckpointOf(plan, iterations), MOST_TIMES * iterations - judged),
    judgedFraction: (judged) => judged / iterations,
    fraction: (all) => Math.min(1, all / (warmUp + iterations)),
  }
}

/** A heap that levels off late does so within twice the iterations, and a trend that one fall hid is plain by then. */
const MOST_TIMES = 2

type NextLeg = LegPlan['nextLeg']

/** Whether it depends on what is read how often it is read. */
export function isSparse({
  mode,
  iterationsPerCheckpoint,
}: Pick<SoakPlan, 'iterationsPerCheckpoint' | 'mode'>): boolean {
  return mode === 'checkpoints' && iterationsPerCheckpoint === undefined
}

function equalLegs(plan: SoakPlan, iterations: number): NextLeg {
  const perCheckpoint = perCheckpointOf(plan, iterations)
  return () => perCheckpoint
}

/**
 * Parts of the judged iterations after which a level is read: where stores are counted, and once more before the
 * end, for a last reading alone is no level.
 */
const LEVEL_AT = [1 / 4, 1 / 2, 3 / 4, 7 / 8, 1] as const

/** As long as nothing rises, five collections will do. Once it does, the rest is read as often as a trend needs. */
function legsByLevel(iterations: number): NextLeg {
  const perCheckpoint = perCheckpointOf(
    { mode: 'checkpoints', iterationsPerCheckpoint: undefined },
    iterations,
  )
  let samples = 0
  let perLeg: number | undefined
  return (judged, isLevel) => {
    samples++
    if (perLeg === undefined && !isLevel()) {
      const missing = Math.max(1, FEWEST_CHECKPOINTS + 1 - samples)
      perLeg = Math.max(1, Math.min(perCheckpoint, Math.floor((iterations - judged) / missing)))
    }
    const next = LEVEL_AT.map((part) => Math.round(part * iterations)).find((at) => at > judged)
    return perLeg ?? (next ?? iterations) - judged
  }
}

export function warmUpOf({ warmUp }: Pick<SoakPlan, 'warmUp'>, iterations: number): number {
  return warmUp ?? Math.ceil(iterations * WARM_UP_SHARE)
}

export function perCheckpointOf(
  { iterationsPerCheckpoint, mode }: Pick<SoakPlan, 'iterationsPerCheckpoint' | 'mode'>,
  iterations: number,
): number {
  const checkpoints = mode === 'envelope' ? ENVELOPE_CHECKPOINTS : checkpointsOf(iterations)
  return iterationsPerCheckpoint ?? Math.max(1, Math.floor(iterations / checkpoints))
}

function checkpointsOf(iterations: number): number {
  const fitting = Math.floor(iterations / LEAST_PER_CHECKPOINT)
  return Math.max(FEWEST_CHECKPOINTS, Math.min(CHECKPOINTS, fitting))
}

/** What is not collected is judged by the least reading of many. */
const ENVELOPE_CHECKPOINTS = 240

/** A leg that takes so long tells the rate. */
const RATE_MS = 500
const RATE_SHARE = 0.02
const FIRST_LEG = 8

async function rateOf(
  { ratePerSecond }: SoakPlan,
  { runLeg, durationMs }: Legs & { readonly durationMs: number },
): Promise<number> {
  if (ratePerSecond !== undefined) return ratePerSecond / 1000
  const enoughMs = Math.min(RATE_MS, RATE_SHARE * durationMs)
  for (let iterations = FIRST_LEG; ; iterations *= 2) {
    const tookMs = await runLeg(iterations)
    if (tookMs >= enoughMs) return iterations / tookMs
  }
}
