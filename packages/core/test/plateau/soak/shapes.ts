import { between, normal, poisson, type Random } from './random.ts'

/** Megabytes (or counts) above the base, for each of so many samples of one run, warm-up included. */
export type Shape = (random: Random, samples: number) => number[]

/** Noise of a heap of 50 MB between collections, as a standard deviation. */
const NOISE = 0.05

function each(samples: number, reading: (at: number) => number): number[] {
  return Array.from({ length: samples }, (_, at) => reading(at))
}

export const constant: Shape = (_, samples) => each(samples, () => 0)

export const white: Shape = (random, samples) => each(samples, () => NOISE * normal(random))

export function autoregressive(memory: number): Shape {
  return (random, samples) => {
    let state = NOISE * normal(random)
    const step = NOISE * Math.sqrt(1 - memory ** 2)
    return each(samples, () => (state = memory * state + step * normal(random)))
  }
}

/** The sum of shapes, each with numbers of its own. */
export function sum(...shapes: readonly Shape[]): Shape {
  return (random, samples) => {
    const parts = shapes.map((shape) => shape(random, samples))
    return each(samples, (at) => parts.reduce((total, part) => total + (part[at] ?? 0), 0))
  }
}

/** Towards a level, with a time constant of up to that part of the run. */
export function expWarmUp(longest: number): Shape {
  return (random, samples) => {
    const height = between(random, 1, 10)
    const length = between(random, 0.05, longest) * samples
    return each(samples, (at) => -height * Math.exp(-at / length))
  }
}

/** Steps up, each later than the last by half as much again, none in the last third. */
export const stepWarmUp: Shape = (random, samples) => {
  const ends = each(8, (step) => (samples * 0.66 * between(random, 0.7, 1)) / 1.5 ** step)
  const heights = ends.map(() => between(random, 0.1, 1))
  return each(samples, (at) =>
    heights.reduce((total, height, step) => total + (at >= (ends[step] ?? 0) ? height : 0), 0),
  )
}

/** A cache that is full after half of the run. */
export const fillsHalf: Shape = (random, samples) => {
  const height = between(random, 0.5, 10)
  return each(samples, (at) => height * Math.min(1, at / (samples / 2)))
}

/** Load that swings once or more within the run. */
export const diurnal: Shape = (random, samples) => {
  const period = between(random, 1 / 8, 1) * samples
  const phase = between(random, 0, 2 * Math.PI)
  const height = between(random, 0.1, 2)
  return each(samples, (at) => height * Math.sin((2 * Math.PI * at) / period + phase))
}

export const lateStep: Shape = (random, samples) => {
  const height = between(random, 0.2, 5)
  const from = between(random, 0.3, 0.95) * samples
  return each(samples, (at) => (at >= from ? height : 0))
}

/** Garbage until the next collection, which comes a little sooner or later each time. */
export const sawtooth: Shape = (random, samples) => {
  const period = between(random, 1.3, Math.max(2.5, samples / 16))
  const height = between(random, 1, 20)
  let phase = random()
  return each(samples, () => {
    phase = (phase + between(random, 0.8, 1.2) / period) % 1
    return height * phase
  })
}

/** Buffers of a log, written out when they are full, which is never after the same time. */
export const loggingBuffers: Shape = (random, samples) => {
  const height = between(random, 0.5, 4)
  const period = between(random, 1.3, Math.max(2.5, samples / 16))
  let filled = random()
  return each(samples, () => {
    filled += between(random, 0.5, 1.5) / period
    if (filled >= 1) filled = random() * 0.1
    return height * filled
  })
}

/** Resident memory: what was once taken is kept, and every peak takes more. */
export const ratchet: Shape = (random, samples) => {
  let highest = 0
  return each(samples, () => {
    highest = Math.max(highest, 30 * Math.log1p(poisson(random, 2) * random() + highest / 60))
    return highest + 0.5 * normal(random)
  })
}

/** Node 22: 30 kB more after every second collection. */
export const periodTwo: Shape = (random, samples) => {
  const phase = random() < 0.5 ? 0 : 1
  return each(samples, (at) => ((at + phase) % 2 ? 0.06 : 0) + 0.001 * normal(random))
}

/** Node 24: 1 kB up and down, and steps of 6 to 10 kB, ever rarer. */
export const engineSteps: Shape = (random, samples) => {
  let level = 0
  return each(samples, (at) => {
    if (random() < 2 / (at + 2)) level += between(random, 0.006, 0.01)
    return level + 0.001 * between(random, -1, 1)
  })
}

export function leak(total: number): Shape {
  return (_, samples) => each(samples, (at) => (total * at) / samples)
}

/** A store of 40 B an entry that multiplies its capacity by `factor` whenever it is full. */
export function staircase(factor: number, entriesInAll: number): Shape {
  return (random, samples) => {
    const first = between(random, 1, factor)
    return each(samples, (at) => {
      const entries = (entriesInAll * (at + 1)) / samples
      const steps = Math.ceil(Math.log(entries / first) / Math.log(factor))
      return (40 * first * factor ** steps) / 1e6
    })
  }
}

export const inFlight: Shape = (random, samples) => {
  const mean = between(random, 0.5, 12)
  return each(samples, () => poisson(random, mean))
}

/** A pool of connections that is full after half of the run. */
export const poolFills: Shape = (random, samples) => {
  const most = between(random, 4, 100)
  return each(samples, (at) => Math.floor(most * Math.min(1, at / (samples / 2))))
}

export const countStep: Shape = (random, samples) => {
  const height = Math.ceil(between(random, 0, 20))
  const from = between(random, 0.2, 0.95) * samples
  return each(samples, (at) => (at >= from ? height : 0))
}

export const boundedWalk: Shape = (random, samples) => {
  const most = Math.ceil(between(random, 2, 40))
  let count = Math.floor(random() * most)
  return each(samples, () => {
    count = Math.min(most, Math.max(0, count + Math.floor(random() * 3) - 1))
    return count
  })
}

export function countLeak(total: number): Shape {
  return (_, samples) => each(samples, (at) => Math.floor((total * at) / samples))
}
