/** Objects allocated in one phase of a re-run and still alive long after it. */
export interface SurvivorPhase {
  readonly iterations: number
  readonly objects: number
  readonly bytes: number
}

/** Two phases of a re-run, the second twice as long: what the harness keeps is constant, a leak scales. */
export interface Survivors {
  readonly first: SurvivorPhase
  readonly second: SurvivorPhase
}

/** A container that gained entries over equal batches. */
export interface GrownStore {
  readonly container: string
  /** Entries gained, by batch. */
  readonly gains: readonly number[]
  readonly iterationsPerBatch: number
  /** Entries after the last batch; undefined where only gains were counted. */
  readonly entries?: number
}

/** `account`: what was found explains the growth. `none`: nothing that scales survives. */
export type Finding = 'account' | 'none' | 'unclear'

/** `replaced`: a store gains what explains the growth, but was emptied or replaced meanwhile. */
export type StoreFinding = Finding | 'replaced'

/** Phases of one scenario agreed within 3 % for real leaks; a constant differs by a factor of 2. */
const AGREEING = 0.25

/** The harness leaves 3 objects in a phase, a busy asynchronous one up to 30. */
const FEWEST_OBJECTS = 8
const PLAIN_OBJECTS = 120

/** Survivors must make up at least this part of the bytes that grew to be their explanation. */
const ACCOUNTED = 0.5

/**
 * Whether surviving objects explain the growth of a heap. `atLeast` is the lower end of its interval,
 * in bytes per iteration: few survivors explain only a growth that is certain. Undefined where nothing was found in
 * phases so short that an object in every other iteration would not have shown.
 */
export function judgeSurvivors(survivors: Survivors, atLeast: number): Finding | undefined {
  const finding = findingOf(survivors, atLeast)
  return finding === 'none' && survivors.first.iterations < 2 * FEWEST_OBJECTS ? undefined : finding
}

function findingOf({ first, second }: Survivors, atLeast: number): Finding {
  const firstRate = first.objects / first.iterations
  const secondRate = second.objects / second.iterations
  const fewest = Math.min(first.objects, second.objects / 2)
  const agree =
    Math.abs(firstRate - secondRate) <= AGREEING * Math.max(firstRate, secondRate) ||
    // A few strays of the harness weigh on a short phase only.
    Math.abs(first.objects - secondRate * first.iterations) <= FEWEST_OBJECTS / 2
  const accounted = second.bytes >= ACCOUNTED * Math.max(0, atLeast) * second.iterations
  if (agree && fewest >= PLAIN_OBJECTS) return 'account'
  if (agree && fewest >= FEWEST_OBJECTS && accounted && atLeast > 0) return 'account'
  if (secondRate * first.iterations < FEWEST_OBJECTS || !accounted) return 'none'
  return 'unclear'
}

/** One entry in a hundred iterations is the rarest leak looked for; half of it may fall into a batch. */
const FEWEST_ENTRIES_PER_ITERATION = 0.005
const FEWEST_ENTRIES = 2

/** In shorter batches, a free list of Node's own that fills looks the same. */
const FEWEST_ITERATIONS = 32

/** Whether a container's own entries grow with the iterations, by the same in every batch. */
export function judgeStore({ gains, iterationsPerBatch }: GrownStore): Finding {
  const fewest = Math.min(...gains)
  const most = Math.max(...gains)
  if (fewest < Math.max(FEWEST_ENTRIES, FEWEST_ENTRIES_PER_ITERATION * iterationsPerBatch)) {
    return 'none'
  }
  const agree = most - fewest <= AGREEING * most
  return agree && iterationsPerBatch >= FEWEST_ITERATIONS ? 'account' : 'unclear'
}

/** What several stores say together: one that explains the growth is enough. */
export function strongest(findings: readonly StoreFinding[]): StoreFinding {
  return STRONGEST_FIRST.find((finding) => findings.includes(finding)) ?? 'none'
}

const STRONGEST_FIRST: readonly StoreFinding[] = ['account', 'replaced', 'unclear']
