import type { Unit } from '../../../src/plateau/series.ts'
import { type Night, type SoakRun, settledLevel, settledNight } from '../../../src/soak.ts'
import { between, normal, type Random, randomOf } from './random.ts'

/** A kind of history: what every night's level is, as a part of the first one's. */
export interface NightFamily {
  readonly name: string
  readonly unit: Unit
  /** Its level changed within these nights: that it is unsettled for some is no mistake. */
  readonly isMoving?: boolean
  of(seed: number, nights: number): readonly Night[]
}

/** How many nights there are. A fortnight is what the bounds are given for. */
export const NIGHTS = [7, 10, 14, 30] as const

/** From night to night, as a part of the level. */
const NOISE = 0.01

type Shape = (random: Random, nights: number) => (night: number) => number

function family(name: string, shape: Shape, unit: Unit = 'bytes'): NightFamily {
  return {
    name,
    unit,
    of(seed, nights) {
      const random = randomOf(seed)
      const level = shape(random, nights)
      return Array.from({ length: nights }, (_, night) =>
        nightOf(night, level(night), { random, unit }),
      )
    },
  }
}

function moving(name: string, shape: Shape): NightFamily {
  return { ...family(name, shape), isMoving: true }
}

const noise = (random: Random): number => NOISE * normal(random)

export const CLEAN_NIGHTS: readonly NightFamily[] = [
  family('flat, 1 % noise', (random) => () => 1 + noise(random)),
  family('flat, 0.2 % noise', (random) => () => 1 + 0.2 * noise(random)),
  family('flat, without noise', () => () => 1),
  family('flat, heavy tails', (random) => () => 1 + noise(random) / Math.sqrt(chi3(random) / 3)),
  family(
    'flat, two machines 2 % apart',
    (random) => () => (random() < 0.5 ? 1 : 1.02) + noise(random) / 4,
  ),
  family('flat, one night of +10 %', (random, nights) => {
    const odd = Math.floor(between(random, 0, nights - 2))
    return (night) => 1 + noise(random) + (night === odd ? 0.1 : 0)
  }),
  family('flat, noise that lasts (0.3)', (random) => lasting(random, 0.3)),
  moving('fell by 10 %', (random, nights) => {
    const at = placeOf(random, nights)
    return (night) => 1 + noise(random) - (night >= at ? 0.1 : 0)
  }),
  moving('rose by 5 %, mended three nights ago', (random, nights) => {
    const at = placeOf(random, nights - 3)
    return (night) => 1 + noise(random) + (night >= at && night < nights - 3 ? 0.05 : 0)
  }),
  family('a count of 33 or 34', (random) => () => 1 + (random() < 0.5 ? 1 / 33 : 0), 'count'),
]

export interface LeakyNights extends NightFamily {
  /** The part that must be found of so many nights. */
  readonly found: Readonly<Partial<Record<number, number>>>
}

export const LEAKY_NIGHTS: readonly LeakyNights[] = [
  {
    ...family(
      'creep of 1 % a night, 1 % noise',
      (random) => (night) => 1 + 0.01 * night + noise(random),
    ),
    found: { 14: 0.95, 30: 0.95 },
  },
  {
    ...family(
      'creep of 0.5 % a night, 1 % noise',
      (random) => (night) => 1 + 0.005 * night + noise(random),
    ),
    found: { 30: 0.95 },
  },
  {
    ...family('step of 5 %, 1 % noise', (random, nights) => {
      const at = placeOf(random, nights)
      return (night) => 1 + noise(random) + (night >= at ? 0.05 : 0)
    }),
    found: { 14: 0.95, 30: 0.95 },
  },
  {
    ...family('step of 5 %, a leak in one night before', (random, nights) => {
      const at = placeOf(random, nights)
      const odd = Math.floor(between(random, 0, at))
      return (night) => 1 + noise(random) + (night >= at ? 0.05 : 0) + (night === odd ? 0.2 : 0)
    }),
    found: { 14: 0.9, 30: 0.95 },
  },
  {
    ...family('fell by 10 %, then creeps by 1 %', (random, nights) => {
      const at = Math.floor(nights / 2)
      return (night) => 1 + noise(random) + (night >= at ? -0.1 + 0.01 * (night - at) : 0)
    }),
    found: { 30: 0.95 },
  },
]

/** At least three nights on each side. */
function placeOf(random: Random, nights: number): number {
  return 3 + Math.floor(between(random, 0, nights - 5))
}

function chi3(random: Random): number {
  return normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2
}

function lasting(random: Random, part: number): (night: number) => number {
  let last = normal(random)
  return () => {
    last = part * last + Math.sqrt(1 - part * part) * normal(random)
    return 1 + NOISE * last
  }
}

const CHECKPOINTS = 40
const BYTES = 50e6
const COUNT = 33

/** A whole night: a store that fills in its first quarter, and garbage on top of every reading. */
function nightOf(
  night: number,
  level: number,
  { random, unit }: { readonly random: Random; readonly unit: Unit },
): Night {
  const settled = unit === 'bytes' ? BYTES * level : Math.round(COUNT * level)
  const readings = Array.from({ length: CHECKPOINTS }, (_, at) =>
    unit === 'count' ? settled : settled * (filled(at) + 0.004 * -Math.log(1 - random())),
  )
  const run = runOf(readings, unit)
  const probe = run.series[0]?.probe ?? 'heap'
  const whole = settledNight(run, probe)
  return {
    at: new Date(Date.UTC(2026, 0, 1 + night, 2, 17)).toISOString(),
    commit: `c${night}`,
    perIteration: 0,
    level: settledLevel(run, probe) ?? Number.NaN,
    ...(whole && { settled: whole }),
  }
}

function filled(at: number): number {
  return 1 - 0.05 * Math.max(0, 1 - at / 10)
}

function runOf(readings: readonly number[], unit: Unit): SoakRun {
  return {
    mode: 'checkpoints',
    series: [
      {
        probe: unit === 'bytes' ? 'heap' : 'fds',
        unit,
        noise: 'bounded',
        floorPerIteration: 0,
        iterations: readings.map((_, at) => 1000 * (at + 1)),
        readings,
      },
    ],
    warmUpIterations: 0,
    plannedSamples: readings.length,
    tolerate: {},
    elapsedMs: 60_000,
  }
}
