import { describe, expect, it } from 'vitest'
import {
  createHistory,
  type Deed,
  type History,
  note,
  type Phase,
} from '../../src/decide/history.ts'
import { iterationsToMove, largestOfLaterHalf } from '../../src/decide/moved-stores.ts'
import { type Terms, termsOf } from '../../src/decide/terms.ts'
import {
  isLeftUncounted,
  isListingInTime,
  iterationsInPlaceOfListing,
  mostUncounted,
  needsCount,
  readOverDoublings,
} from '../../src/decide/uncounted.ts'
import { resolveOptions } from '../../src/options.ts'
import { PROBES } from './made-up-check.ts'

type Done = readonly [phase: Phase, deed: Deed, completed: number, heap?: number, external?: number]

/** What a check did up to its look, and since. */
interface Seen {
  /** Iterations before the judged batches, and at the look. */
  readonly before?: number
  readonly all?: number
  /** Bytes of the largest object alive, by group. */
  readonly largest?: readonly number[]
  /** Bytes outside the heap that were there at the look. */
  readonly outside?: number
  /** Milliseconds of an iteration, of a full collection and of the look. */
  readonly iterationMs?: number
  readonly collectionMs?: number
  readonly lookMs?: number
  /** Samples of the gate and of the stores, with their iterations. */
  readonly gate?: readonly Done[]
  readonly since?: readonly Done[]
}

const LIMIT_MS = 10_000

function terms(here: Partial<Terms> = {}): Terms {
  const options = { ...resolveOptions({}, {}), ranBefore: 0 }
  const usual = { limitMs: LIMIT_MS, witness: 'births' as const, isFirst: false, realms: 1 }
  return { ...termsOf(options, usual), ...here }
}

function historyOf(seen: Seen = {}): History {
  const {
    before = 1000,
    all = 1024,
    largest = [1e6, 1e6],
    outside = 0,
    gate = [],
    since = [],
  } = seen
  const { iterationMs = 0.5, collectionMs = 100, lookMs = 100 } = seen
  const history = createHistory(PROBES)
  let [elapsedMs, ran] = [0, 0]
  function add([phase, deed, completed, heap = Number.NaN, external = 0]: Done): void {
    const tookMs =
      deed === 'run' ? (completed - ran) * iterationMs : deed === 'full' ? collectionMs : lookMs
    elapsedMs += tookMs
    ran = completed
    const readings = Float64Array.from([heap, external, 0])
    note(history, { phase, deed, completed, elapsedMs, tookMs }, readings)
  }
  gate.forEach(add)
  const batches = largest.map((_, group): Done => {
    return ['ledger', 'run', before + ((all - before) * (group + 1)) / largest.length]
  })
  const recorded: readonly Done[] = [
    ['ledger', 'run', before - 1],
    ['ledger', 'full', before - 1, 5e6],
    ['ledger', 'record', before - 1],
    ['ledger', 'run', before],
    ...batches,
    ['ledger', 'look', all, 5e6, outside],
  ]
  recorded.forEach(add)
  const iterations = largest.map(() => (all - before) / largest.length)
  history.looks.push({ iterations, rows: [], largest })
  since.forEach(add)
  return history
}

describe('stores have moved', () => {
  const isMissing = (before: number, all: number, ranBefore = 0) =>
    iterationsToMove(historyOf({ before, all }), { ranBefore })

  it('after as many iterations as there were before, and 168 at least', () => {
    expect(isMissing(100, 150)).toBe(50)
    expect(isMissing(100, 200)).toBe(0)
    expect(isMissing(10, 20)).toBe(148)
    expect(isMissing(100, 150, 30)).toBe(80)
  })

  it('and have their block among the largest of the later half of all iterations', () => {
    const largestOf = (before: number, all: number) =>
      largestOfLaterHalf(historyOf({ before, all, largest: [40, 30, 20, 10] }), { ranBefore: 0 })

    expect(largestOf(100, 199)).toBeUndefined()
    expect(largestOf(100, 200)).toBe(40)
    expect(largestOf(40, 200)).toBe(30)
    expect(largestOf(0, 200)).toBe(20)
  })

  it('which bounds what they gained', () => {
    const bound = (before: number, largest: readonly number[]) =>
      mostUncounted(historyOf({ before, all: 200, largest }), { ranBefore: 0 })

    expect(bound(100, [400])).toBe(2)
    expect(bound(150, [400])).toBe(32)
    expect(bound(150, [8000])).toBe(40)
  })

  it('or must be counted from a slot in every fourth iteration on, and wherever there is time', () => {
    const needs = (bytes: number) =>
      needsCount(historyOf({ before: 100, all: 200, largest: [bytes] }), terms({ realms: 9 }))

    expect(needs(399)).toBe(false)
    expect(needs(400)).toBe(true)
    expect(needsCount(historyOf({ before: 100, all: 200, largest: [8] }), terms())).toBe(true)
  })
})

describe('what was not counted is left open', () => {
  it('from 1,024 iterations on', () => {
    const isLeft = (all: number) => isLeftUncounted(historyOf({ before: 1000, all }), terms())

    expect(isLeft(1023)).toBe(false)
    expect(isLeft(1024)).toBe(true)
  })

  it('where memory outside the heap rose by more than 256 KiB', () => {
    const isLeft = (outside: number) =>
      isLeftUncounted(historyOf({ before: 500, all: 520, outside }), terms())

    expect(isLeft(256 * 1024)).toBe(false)
    expect(isLeft(256 * 1024 + 1)).toBe(true)
  })

  it('unless readings over a doubling were level: they neither rose nor fell by a slot in every fourth iteration', () => {
    const isLeft = (bytes: number, outside = 0) => {
      const since: readonly Done[] = [
        ['stores', 'full', 1024, 6e6],
        ['stores', 'full', 1024, 5e6],
        ['stores', 'run', 2048],
        ['stores', 'full', 2048, 5e6 + bytes, outside],
      ]
      return isLeftUncounted(historyOf({ since }), terms())
    }

    expect([2047, -2047].map((bytes) => isLeft(bytes))).toEqual([false, false])
    expect([2048, -2048].map((bytes) => isLeft(bytes))).toEqual([true, true])
    expect(isLeft(0, 2047)).toBe(false)
    expect(isLeft(0, 2048)).toBe(true)
  })
})

describe('a list of all stores', () => {
  it('takes twelve collections in each realm', () => {
    const isInTime = (spareMs: number) => {
      const history = historyOf()
      const elapsedMs = history.elapsedMs[history.length - 1] ?? 0
      const limitMs = (elapsedMs + 2 * 12 * 100 + spareMs) / 0.85
      return isListingInTime(history, terms({ realms: 2, limitMs }))
    }

    expect(isInTime(1)).toBe(true)
    expect(isInTime(-1)).toBe(false)
  })

  it('is replaced by a batch after which all have moved, where there is only time for that', () => {
    const more = (here: Partial<Terms> = {}) =>
      iterationsInPlaceOfListing(historyOf({ lookMs: 12 }), terms({ realms: 9, ...here }))

    expect(more()).toBe(976)
    expect(more({ realms: 1 })).toBe(0)
    expect(more({ maxIterations: 2000 })).toBe(976)
    expect(more({ maxIterations: 1999 })).toBe(0)
    expect(more({ iterations: 3000 })).toBe(0)
    const { elapsedMs, length } = historyOf({ lookMs: 12 })
    // 976 iterations of 0.5 ms and a look.
    const limitMs = ((elapsedMs[length - 1] ?? 0) + 500) / 0.85
    expect(more({ limitMs: limitMs + 1 })).toBe(976)
    expect(more({ limitMs: limitMs - 1 })).toBe(0)
  })
})

describe('readings over doublings', () => {
  const first: Done = ['stores', 'full', 1024, 6e6]
  const base: Done = ['stores', 'full', 1024, 5e6]
  const doubled: readonly Done[] = [
    ['stores', 'run', 2048],
    ['stores', 'full', 2048, 5.1e6],
  ]

  function nextOf(since: readonly Done[], here: Partial<Terms> = {}): string {
    const step = readOverDoublings(historyOf({ since }), terms(here))
    return step === undefined ? 'nothing' : step.do
  }

  it('throw the first away, and are two doublings at most', () => {
    expect(nextOf([])).toBe('sample')
    expect(nextOf([first])).toBe('sample')
    expect(nextOf([first, base])).toBe('run')
    expect(nextOf([first, base, ...doubled.slice(0, 1)])).toBe('sample')
    expect(nextOf([first, base, ...doubled])).toBe('run')
    const again = doubled.map(([phase, deed, completed]): Done => [phase, deed, 2 * completed, 6e6])
    expect(nextOf([first, base, ...doubled, ...again])).toBe('nothing')
  })

  it('take as many iterations as there are', () => {
    expect(nextOf([first, base], { maxIterations: 1024 })).toBe('run')
    expect(nextOf([first, base], { maxIterations: 1023 })).toBe('nothing')
    expect(nextOf([], { iterations: 5000 })).toBe('nothing')
  })

  it('are begun where half of their time is left', () => {
    const elapsedMs = historyOf().elapsedMs[historyOf().length - 1] ?? 0
    const limitMs = (neededMs: number) => (elapsedMs + neededMs / 2) / 0.92

    expect(nextOf([], { limitMs: limitMs(1024 * 0.5 + 300) + 1 })).toBe('sample')
    expect(nextOf([], { limitMs: limitMs(1024 * 0.5 + 300) - 1 })).toBe('nothing')
  })
})
