import type { Terms } from '../../src/decide/terms.ts'
import { normal, randomOf } from '../plateau/soak/random.ts'
import type { Script } from './made-up-target.ts'

/** Readings of many checks that are alike: each seed is another one. */
export interface CheckFamily {
  readonly name: string
  readonly of: (seed: number) => Script
}

export const LEGS: readonly Terms['legs'][] = ['doubling', 'equal']

const BASE_BYTES = 5_000_000

/** What is read after so many iterations. */
type Reading = (iterations: number) => number

/** The scenario's own numbers come from the seed. */
function family(
  name: string,
  made: (random: () => number) => Reading,
  script: (reading: Reading) => Script,
): CheckFamily {
  return { name, of: (seed) => script(made(randomOf(seed))) }
}

function heapFamily(name: string, made: (random: () => number) => Reading): CheckFamily {
  return family(name, made, (bytes) => ({
    heap: (iterations) => BASE_BYTES + Math.round(bytes(iterations)),
  }))
}

function countFamily(name: string, made: (random: () => number) => Reading): CheckFamily {
  return family(name, made, (count) => ({
    nodes: (iterations) => 20 + Math.round(count(iterations)),
  }))
}

/** From `low` to `high`, each order of magnitude as likely as the next. */
function between(random: () => number, low: number, high: number): number {
  return low * (high / low) ** random()
}

/** Entries as a store allocates them: `factor` times as many whenever it is full. */
function allocated(entries: number, factor: number): number {
  return entries < 16 ? 16 : 16 * factor ** Math.ceil(Math.log(entries / 16) / Math.log(factor))
}

/** Nothing leaks: none may be called growth. */
export const CLEAN_CHECKS: readonly CheckFamily[] = [
  heapFamily('constant', () => () => 0),
  heapFamily('alternation', (random) => {
    const bytes = between(random, 16, 100_000)
    let readings = 0
    return () => (readings++ % 2) * bytes
  }),
  heapFamily('ticks of a runner', (random) => {
    const [bytes, share] = [between(random, 100, 20_000), between(random, 0.02, 0.5)]
    return () => (random() < share ? bytes : 0)
  }),
  heapFamily('noise', (random) => {
    const bytes = between(random, 10, 100_000)
    return () => bytes * normal(random)
  }),
  heapFamily('sawtooth', (random) => {
    // One that takes longer than the judged iterations cannot be told from a leak.
    const [period, bytes] = [between(random, 50, 1000), between(random, 100, 100_000)]
    // Teeth are of uneven length: even ones could keep step with the legs.
    const ends = [0]
    return (iterations) => {
      while ((ends.at(-1) ?? 0) <= iterations) {
        ends.push((ends.at(-1) ?? 0) + period * (0.5 + random()))
      }
      const next = ends.findIndex((end) => end > iterations)
      const [start = 0, end = 1] = [ends[next - 1], ends[next]]
      return (bytes * (iterations - start)) / (end - start)
    }
  }),
  heapFamily('one step', (random) => {
    const [at, bytes] = [between(random, 50, 20_000), between(random, 100, 1_000_000)]
    return (iterations) => (iterations > at ? bytes : 0)
  }),
  heapFamily('drops', (random) => {
    const [period, bytes] = [between(random, 50, 5000), between(random, 100, 100_000)]
    return (iterations) => -bytes * Math.floor(iterations / period)
  }),
  heapFamily('cache that is full early', (random) => {
    const [limit, bytes] = [between(random, 10, 600), between(random, 8, 2000)]
    return (iterations) => bytes * allocated(Math.min(iterations, limit), 2)
  }),
  heapFamily('logarithm', (random) => {
    const bytes = between(random, 1, 30)
    return (iterations) => bytes * Math.log(iterations + 1)
  }),
  heapFamily('warm-up that decays', (random) => {
    const [bytes, pace] = [between(random, 1000, 1_000_000), between(random, 20, 100)]
    return (iterations) => bytes * (1 - Math.exp(-iterations / pace))
  }),
  countFamily('counts in flight', (random) => {
    const most = between(random, 1, 50)
    return () => most * random()
  }),
  countFamily('one more for good', (random) => {
    const at = between(random, 50, 20_000)
    return (iterations) => (iterations > at ? 1 : 0)
  }),
]

/** Each leaks: none may level off. */
export const LEAKY_CHECKS: readonly CheckFamily[] = [
  heapFamily('steady', (random) => {
    const bytes = between(random, 1, 100_000)
    return (iterations) => bytes * iterations
  }),
  heapFamily('array of words', (random) => {
    // A list that was long before has room for all that is judged.
    const start = between(random, 1, 200)
    return (iterations) => 8 * allocated(start + iterations, 1.5)
  }),
  heapFamily('map of numbers', (random) => {
    // Rarer entries make steps of less than 2 bytes per iteration, which engines take, too.
    const every = between(random, 1, 4)
    return (iterations) => 20 * allocated(iterations / every, 2)
  }),
  heapFamily('leak beside ticks', (random) => {
    const [leaked, bytes] = [between(random, 64, 10_000), between(random, 100, 20_000)]
    return (iterations) => leaked * iterations + (random() < 0.2 ? bytes : 0)
  }),
  heapFamily('leak beside a sawtooth', (random) => {
    const [leaked, period] = [between(random, 64, 10_000), between(random, 50, 2000)]
    return (iterations) => leaked * iterations + 1000 * ((iterations / period) % 1)
  }),
  heapFamily('leak after a fall', (random) => {
    const [leaked, at] = [between(random, 64, 10_000), between(random, 10, 200)]
    return (iterations) => leaked * iterations - (iterations > at ? 50_000 : 0)
  }),
  countFamily('one in a few', (random) => {
    const every = Math.floor(between(random, 1, 40))
    return (iterations) => Math.floor(iterations / every)
  }),
  countFamily('counts beside some in flight', (random) => {
    const perIteration = between(random, 1, 20)
    return (iterations) => perIteration * iterations + 3 * random()
  }),
]
