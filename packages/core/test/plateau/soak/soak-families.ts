import type { SoakCensus, SoakMode, SoakRun, SoakSeries } from '../../../src/soak.ts'
import { normal, type Random, randomOf } from './random.ts'
import * as shapes from './shapes.ts'
import { leak, type Shape, staircase, sum, white } from './shapes.ts'

/** Runs of one kind: `of(seed, mode)` is the same run every time. */
export interface Family {
  readonly name: string
  readonly of: (seed: number, mode: SoakMode) => SoakRun
}

/** Runs that leak, and what must be told of them. */
export interface LeakyFamily extends Family {
  /** In the probe's unit; undefined where only the bytes of slots can be told. */
  readonly perIteration: number | undefined
  /** Part of the runs that must be called growth, in checkpoints and in the other modes. */
  readonly found: readonly [checkpoints: number, others: number]
}

const WARM_UP = 5000
const JUDGED = 20_000
const TOTAL = WARM_UP + JUDGED

/** A leak that noise nearly hides: those that are not found must stay unsettled. */
const SELDOM = 0.5

/** Checkpoints collect, so that nothing is sawn there: pairs of readings cannot see through it. */
const UNCOLLECTED = 0.2

const CERTAIN = { perIteration: undefined, found: [1, 1] } as const

const BASE_BYTES = 50e6
const CHECKPOINTS = [12, 16, 24, 40] as const
const SAMPLES = 384

export const MODES: readonly SoakMode[] = ['checkpoints', 'continuous', 'envelope']

export const CLEAN_FAMILIES: readonly Family[] = [
  heap('constant', shapes.constant),
  heap('white', white),
  heap('AR(.9)', shapes.autoregressive(0.9)),
  heap('AR(.98)', shapes.autoregressive(0.98)),
  heap('exp warm-up', sum(white, shapes.expWarmUp(0.5))),
  heap('exp warm-up, exact', shapes.expWarmUp(0.5)),
  heap('step warm-up', sum(white, shapes.stepWarmUp)),
  heap('step warm-up, exact', shapes.stepWarmUp),
  heap('cache fills half', sum(white, shapes.fillsHalf)),
  heap('cache fills half, exact', shapes.fillsHalf),
  heap('diurnal', sum(white, shapes.diurnal)),
  heap('one late step', sum(white, shapes.lateStep)),
  heap('sawtooth', sum(white, shapes.sawtooth)),
  heap('logging buffers', sum(white, shapes.loggingBuffers)),
  heap('period 2', shapes.periodTwo),
  heap('engine steps', shapes.engineSteps),
  rss('RSS ratchet', shapes.ratchet),
  rss('RSS that only rises', sum(white, leak(20))),
  count('in flight', shapes.inFlight),
  count('pool fills half', shapes.poolFills),
  count('count step', shapes.countStep),
  count('bounded walk', shapes.boundedWalk),
  stores('LRU store', (_, part) => Math.min(1, 2 * part)),
  stores('sessions', (random) => 0.5 + 0.1 * normal(random)),
  stores('flushed store', (random) => random()),
  stores('store that slows down', (_, part) => Math.sqrt(part)),
]

export const LEAKY_FAMILIES: readonly LeakyFamily[] = [
  heapLeak('constant', { shape: shapes.constant, megabytes: 0.3 }),
  heapLeak('white', { shape: white, megabytes: 1, found: [SELDOM, 0.95] }),
  heapLeak('white', { shape: white, megabytes: 3, found: [0.98, 1] }),
  heapLeak('AR(.9)', { shape: shapes.autoregressive(0.9), megabytes: 3, found: [0.95, 1] }),
  heapLeak('exp warm-up', { shape: sum(white, shapes.expWarmUp(0.3)), megabytes: 30 }),
  heapLeak('sawtooth', {
    shape: sum(white, shapes.sawtooth),
    megabytes: 30,
    found: [UNCOLLECTED, 0.8],
  }),
  heapLeak('period 2', { shape: shapes.periodTwo, megabytes: 0.5 }),
  // 100 B per iteration on 50 MB.
  heapLeak('white', { shape: white, megabytes: (100 * TOTAL) / 1e6, found: [0.97, 1] }),
  heapLeak('engine steps', { shape: shapes.engineSteps, megabytes: (100 * TOTAL) / 1e6 }),
  { ...growingStore(2), name: 'Map that doubles, by census', ...CERTAIN },
  { ...growingStore(1.5), name: 'Array that grows by half, by census', ...CERTAIN },
  { ...count('one handle per iteration', shapes.countLeak(TOTAL)), ...CERTAIN, perIteration: 1 },
  {
    ...count('one handle in 100, in flight', sum(shapes.inFlight, shapes.countLeak(TOTAL / 100))),
    found: [0.99, 1],
    perIteration: 0.01,
  },
]

/** The bytes of a store that only grows, without any census: levels between its steps prove nothing. */
export const STAIRCASES: readonly Family[] = [
  heap('Map that doubles', staircase(2, TOTAL)),
  heap('Array that grows by half', staircase(1.5, TOTAL)),
]

function heapLeak(
  name: string,
  leaking: {
    readonly shape: Shape
    /** In the whole run, warm-up included. */
    readonly megabytes: number
    readonly found?: LeakyFamily['found']
  },
): LeakyFamily {
  const { shape, megabytes, found = [1, 1] } = leaking
  return {
    ...heap(`${name} +${megabytes} MB`, sum(shape, leak(megabytes))),
    perIteration: (megabytes * 1e6) / TOTAL,
    found,
  }
}

function heap(name: string, shape: Shape): Family {
  return family(name, shape, { probe: 'heap', unit: 'bytes', noise: 'bounded' })
}

function rss(name: string, shape: Shape): Family {
  return family(name, shape, { probe: 'rss', unit: 'bytes', noise: 'noisy' })
}

function count(name: string, shape: Shape): Family {
  return family(name, shape, { probe: 'handles', unit: 'count', noise: 'exact' })
}

function family(
  name: string,
  shape: Shape,
  spec: Pick<SoakSeries, 'probe' | 'unit' | 'noise'>,
): Family {
  return {
    name,
    of: (seed, mode) => {
      const random = randomOf(seed)
      const judged = mode === 'checkpoints' ? (CHECKPOINTS[seed % 4] ?? 12) : SAMPLES
      const samples = judged * (TOTAL / JUDGED)
      const offsets = shape(random, samples)
      const base = spec.unit === 'bytes' ? BASE_BYTES : 10
      const scale = spec.unit === 'bytes' ? 1e6 : 1
      const series: SoakSeries = {
        ...spec,
        floorPerIteration: 0,
        iterations: offsets.map((_, at) => Math.round(((at + 1) * TOTAL) / samples)),
        readings: offsets.map((offset) => Math.round(base + scale * offset)),
      }
      return {
        mode,
        series: [series],
        warmUpIterations: WARM_UP,
        plannedSamples: judged,
        tolerate: {},
        elapsedMs: 3_600_000,
      }
    },
  }
}

/** Entries of a store as a part of its largest size, by the part of the run that is over. */
type Filling = (random: Random, part: number) => number

const CENSUSES = [0, 1 / 4, 1 / 2, 3 / 4, 1] as const

/** A level heap with so many stores as a real process has, each of another size. */
function stores(name: string, filling: Filling): Family {
  const { of } = heap(name, white)
  return {
    name,
    of: (seed, mode) => {
      const random = randomOf(seed + 1_000_000)
      const sizes = Array.from({ length: 20 }, () => 100 * 10 ** (2 * random()))
      const censuses: SoakCensus[] = CENSUSES.map((judgedPart) => {
        const iterations = WARM_UP + judgedPart * JUDGED
        return {
          iterations,
          stores: sizes.map((most, at) => ({
            container: `Map #${at}`,
            entries: 100 + Math.floor(most * filling(random, iterations / TOTAL)),
          })),
        }
      })
      return { ...of(seed, mode), censuses }
    },
  }
}

/** One store gains an entry per iteration; its bytes come in steps. */
function growingStore(factor: number): Family {
  const { of } = heap('', staircase(factor, TOTAL))
  return {
    name: '',
    of: (seed, mode) => ({
      ...of(seed, mode),
      censuses: CENSUSES.map((part) => {
        const iterations = WARM_UP + part * JUDGED
        return { iterations, stores: [{ container: 'Map sessions', entries: iterations }] }
      }),
    }),
  }
}

const FEW_AT = [0, 1 / 4, 1 / 2, 3 / 4, 7 / 8, 1] as const

/** The run as it is read while everything in it is level: few times. */
export function readFewTimes(run: SoakRun): SoakRun {
  return {
    ...run,
    plannedSamples: FEW_AT.length,
    series: run.series.map((series) => {
      const at = FEW_AT.map((part) =>
        series.iterations.findIndex((count) => count >= WARM_UP + part * JUDGED),
      )
      return {
        ...series,
        iterations: at.map((index) => series.iterations[index] ?? 0),
        readings: at.map((index) => series.readings[index]),
      }
    }),
  }
}
