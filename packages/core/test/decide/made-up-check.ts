import { batchesOf, iterationsOfGroups } from '../../src/decide/batches.ts'
import { createHistory, type History, type HistoryProbe, note } from '../../src/decide/history.ts'
import type { BirthRow, Look } from '../../src/decide/look.ts'
import { next } from '../../src/decide/next-step.ts'
import { type Decision, kindOf, type Step } from '../../src/decide/step.ts'
import { noteGains, type Telling } from '../../src/decide/store-count.ts'
import { type Terms, termsOf } from '../../src/decide/terms.ts'
import { type LeakOptions, resolveOptions } from '../../src/options.ts'

/** Where a made-up scenario stands. */
export interface Moment {
  /** Iterations completed. */
  readonly iterations: number
  readonly ms: number
  /** When the latest iteration began. */
  readonly begunMs?: number
}

/** A place that allocates one object in each iteration, or as many as `made` tells. */
export interface Site {
  readonly made?: (iteration: number) => number
  readonly bytes?: number
  /** Whether what was born then is alive now. */
  readonly isAlive: (birth: Moment, now: Moment) => boolean
}

/** A scenario that exists in numbers only: what it keeps, and what it takes. */
export interface World {
  readonly sites?: readonly Site[]
  /** Entries of stores. */
  readonly stores?: readonly ((now: Moment) => number)[]
  /** Bytes of a copy that every iteration makes in place of the one before, by the function that makes it. */
  readonly copies?: Readonly<Record<string, (now: Moment) => number>>
  /** Bytes of the heap beside all objects and the entries of stores. */
  readonly heapBytes?: (now: Moment) => number
  readonly externalBytes?: (now: Moment) => number
  readonly handles?: (now: Moment) => number
  readonly iterationMs?: number | ((iteration: number) => number)
  /** How much slower an iteration is while births are recorded. */
  readonly recordedTimes?: number
  readonly sampleMs?: number
  readonly lookMs?: number
  readonly countMs?: number
  readonly isAsync?: boolean
  /** Whether a full collection interrupts every minor one. */
  readonly isInterrupted?: boolean
  /** Added to every reading, by probe. */
  readonly added?: readonly number[]
  /** What is left of the time limit for iterations and all else. */
  readonly endsAtMs?: number
}

export interface MadeUpCheck {
  readonly history: History
  readonly terms: Terms
  readonly decision: Decision
  readonly steps: readonly Step[]
}

export const PROBES: readonly HistoryProbe[] = [
  { name: 'heap', unit: 'bytes' },
  { name: 'external', unit: 'bytes' },
  { name: 'handles', unit: 'count' },
]

/** Kept back from the limit by the budget of a check. */
const USABLE_SHARE = 0.96

/** More steps than a check can take: what asks for more never ends. */
const MOST_STEPS = 1000

/** Drives the procedure over a made-up scenario. */
export function madeUpCheck(
  world: World,
  options: LeakOptions = {},
  here: Partial<
    Pick<Terms, 'witness' | 'isFirst' | 'realms' | 'ages' | 'collections' | 'ranBefore'>
  > = {},
): MadeUpCheck {
  const limitMs = options.timeLimitMs ?? 5000
  const { ranBefore = 0 } = here
  const terms = termsOf(
    { ...resolveOptions(options, {}), ranBefore },
    {
      limitMs,
      witness: 'births',
      isFirst: false,
      realms: 1,
      ...here,
    },
  )
  const history = createHistory(PROBES)
  const run = startRun(world, history, world.endsAtMs ?? USABLE_SHARE * limitMs)
  const steps: Step[] = []
  for (;;) {
    const step = next(history, terms)
    steps.push(step)
    if (step.do === 'end') return { history, terms, decision: step.decision, steps }
    if (steps.length > MOST_STEPS) throw new Error(`The check took ${MOST_STEPS} steps.`)
    if (!run(step)) history.isTimeUp = true
  }
}

/** Does one step; false where the time ends meanwhile, which is then not noted. */
function startRun(world: World, history: History, endsAtMs: number) {
  /** When each iteration began. */
  const births: Moment[] = []
  const counted: (readonly number[])[] = []
  let ms = 0
  let isRecording = false
  let isFollowing = false
  /** Whether counts are read after each batch. */
  let isCounting = false
  const now = (): Moment => ({ iterations: births.length, ms, begunMs: births.at(-1)?.ms ?? 0 })

  function readings(isAll: boolean): Float64Array {
    const sites = world.sites ?? []
    const alive = isAll ? sites.reduce((sum, site) => sum + aliveBytes(site), 0) : Number.NaN
    const entries = (world.stores ?? []).reduce((sum, store) => sum + store(now()), 0)
    const outside = isAll ? (world.externalBytes?.(now()) ?? 0) : Number.NaN
    const heap = 5_000_000 + alive + 8 * entries + (world.heapBytes?.(now()) ?? 0)
    const read = [heap, outside, world.handles?.(now()) ?? 0]
    return Float64Array.from(read, (amount, probe) => amount + (world.added?.[probe] ?? 0))
  }

  function aliveBytes(site: Site): number {
    return tally(site, 0, births.length) * (site.bytes ?? 48)
  }

  /** Objects alive of those born in these iterations. */
  function tally({ made, isAlive }: Site, from: number, to: number): number {
    let alive = 0
    const at = now()
    for (let iteration = from; iteration < to; iteration++) {
      const count = made?.(iteration) ?? 1
      if (count > 0 && isAlive(births[iteration] as Moment, at)) alive += count
    }
    return alive
  }

  /** All sites together. */
  function agesOf(edges: readonly number[]): Look {
    const { iterations, rows } = look(edges, 'ages')
    const all = (of: (row: BirthRow) => readonly number[]) =>
      iterations.map((_, at) => rows.reduce((sum, row) => sum + (of(row)[at] ?? 0), 0))
    const [births, bytes] = [all((row) => row.births), all((row) => row.bytes)]
    const row = { key: 'all', place: ['all objects'], isBelow: true, births, bytes }
    return { iterations, rows: [row], largest: bytes }
  }

  function look(edges: readonly number[], phase: 'ages' | 'ledger' = 'ledger'): Look {
    const batches = batchesOf(history, phase)
    const bounds = edges.map((edge) => history.completed[batches[edge - 1] ?? 0] ?? 0)
    const groups = bounds.slice(1)
    const rows = (world.sites ?? []).map((site, key) => {
      const alive = groups.map((to, at) => tally(site, bounds[at] ?? 0, to))
      return {
        key: `site ${key}`,
        place: [`site${key}`],
        isBelow: false,
        births: alive,
        bytes: alive.map((count) => count * (site.bytes ?? 48)),
      }
    })
    const objects = rows.map((_, key) => world.sites?.[key]?.bytes ?? 48)
    const young = weigh().map(({ bytes }) => bytes)
    const largest = groups.map((to, at) => {
      const isYoungest = at === groups.length - 1
      const ofStores = movedBlocks(bounds[at] ?? 0, to)
      return Math.max(0, ...ofStores, ...(isYoungest ? young : objects))
    })
    return { iterations: iterationsOfGroups(history, edges, phase), rows, largest }
  }

  function weigh() {
    const copies = Object.entries(world.copies ?? {})
    return copies.map(([key, bytesOf]) => ({ key, bytes: bytesOf(now()) }))
  }

  /** Bytes of the blocks that stores took in these iterations, the last of each alone. */
  function movedBlocks(from: number, to: number): readonly number[] {
    const at = (iteration: number) => births[iteration] ?? now()
    return (world.stores ?? [])
      .map((store) => [slotsOf(store(at(from))), slotsOf(store(at(to)))] as const)
      .filter(([before, after]) => after > before)
      .map(([, slots]) => 8 * slots)
  }

  function iterate(iterations: number): boolean {
    const { iterationMs = 0.01, recordedTimes = 4 } = world
    for (let done = 0; done < iterations; done++) {
      const iteration = births.length
      const usual = typeof iterationMs === 'number' ? iterationMs : iterationMs(iteration)
      births.push({ iterations: iteration, ms })
      ms += usual * (isRecording ? recordedTimes : 1)
      if (ms > endsAtMs) return false
    }
    return true
  }

  /** To number all objects. */
  const walkMs = 6 * (world.sampleMs ?? 2)

  /** A batch and what is noted of it. */
  function runBatches({ phase, iterations, batches = 1 }: Extract<Step, { do: 'run' }>): boolean {
    if (phase === 'displaced') {
      isRecording = false
      isCounting = false
    }
    for (let batch = 0; batch < batches; batch++) {
      const startedMs = ms
      if (!iterate(iterations) || ms > endsAtMs) return false
      const told = { completed: births.length, elapsedMs: ms, tookMs: ms - startedMs }
      note(history, { phase, deed: 'run', ...told }, isCounting ? readings(false) : undefined)
      if (isFollowing) ms += walkMs
    }
    return true
  }

  return function doStep(step: Exclude<Step, { do: 'end' }>): boolean {
    history.isAsync = world.isAsync ?? false
    if (step.do === 'run') return runBatches(step)
    const startedMs = ms
    take(step)
    if (ms > endsAtMs) return false
    const { phase, deed } = kindOf(step)
    const told = {
      phase,
      deed,
      completed: births.length,
      elapsedMs: ms,
      tookMs: ms - startedMs,
      isInterrupted: deed === 'minor' && (world.isInterrupted ?? false),
      hasTurned: step.do === 'sample' && step.turns,
    }
    note(
      history,
      told,
      ['follow', 'record', 'weigh', 'pause'].includes(deed) ? undefined : readings(true),
    )
    return true
  }

  function take(step: Exclude<Step, { do: 'end' | 'run' }>): void {
    const { sampleMs = 2, lookMs = 20, countMs = 100 } = world
    switch (step.do) {
      case 'sample':
        ms += step.collection === 'minor' ? sampleMs / 10 : sampleMs
        return
      case 'follow':
        isRecording = false
        isFollowing = true
        ms += walkMs
        return
      case 'ages':
        ms += lookMs
        history.ages = agesOf(step.groups)
        return
      case 'record':
        isRecording = true
        isCounting = true
        return
      case 'look':
        ms += lookMs
        history.looks.push(look(step.groups))
        return
      case 'weigh':
        iterate(1)
        ms += lookMs
        history.weights.push({ iterations: births.length, places: weigh() })
        return
      case 'pause':
        ms += step.milliseconds
        return
      case 'count':
        isRecording = false
        isCounting = false
        ms += countMs
        count(step.tells)
        return
      // Asked of targets alone.
      case 'evidence':
      case 'hidden':
        return
    }
  }

  function count(tells: Telling): void {
    counted.push((world.stores ?? []).map((store) => store(now())))
    const last = counted.at(-1) ?? []
    const stores = last.map((entries, store) => ({
      container: 'Array',
      gains: counted
        .slice(1)
        .map((counts, at) => (counts[store] ?? 0) - (counted[at]?.[store] ?? 0)),
      entries,
    }))
    // As the census does.
    noteGains(
      history,
      tells,
      stores.filter(({ gains }) => gains.reduce((sum, gain) => sum + gain, 0) >= 2),
    )
  }
}

/** Slots of an array that so many entries were pushed into, one by one. */
export function slotsOf(entries: number): number {
  let slots = 17
  while (slots < entries) slots += (slots >> 1) + 16
  return slots
}
