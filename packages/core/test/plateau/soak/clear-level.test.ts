import { describe, expect, it } from 'vitest'
import { decideSoak } from '../../../src/plateau/soak/decide-soak.ts'
import { looksLevelSoFar } from '../../../src/plateau/soak/level-so-far.ts'
import { BASE_BYTES, runOf, seriesOf } from './made-up-run.ts'
import { LEAKY_FAMILIES, readFewTimes, STAIRCASES } from './soak-families.ts'

const ITERATIONS = [4000, 8000, 12_000, 16_000, 18_000, 20_000] as const

/** The heap after so many iterations, read at six of them alone. */
function fewOf(bytes: (iterations: number) => number, iterations: readonly number[] = ITERATIONS) {
  const readings = iterations.map((count) => BASE_BYTES + bytes(count))
  return runOf(seriesOf(readings, { iterations }), { plannedSamples: iterations.length })
}

describe('few readings', () => {
  it('are a plateau where none of them strays, and say how small a leak they would have shown', () => {
    expect(decideSoak(fewOf(() => 0))).toMatchObject({
      kind: 'plateau',
      resolution: { heap: 32_768 / 10_000 },
    })
  })

  it.each([
    ['a leak of 3.5 B per iteration', (count: number) => 3.5 * count],
    ['a step before the last but one', (count: number) => (count >= 18_000 ? 50_000 : 0)],
    ['a fall that may hide a rise', (count: number) => (count >= 12_000 ? -40_000 : 0)],
  ])('are none with %s', (_, bytes) => {
    expect(decideSoak(fewOf(bytes))).toMatchObject({ doubt: { kind: 'samples', samples: 6 } })
  })

  it('may fall once what rises would have shown, as where V8 drops code', () => {
    const fallen = (from: number) => fewOf((count) => (count >= from ? -228_000 : 0))

    expect(decideSoak(fallen(16_000)).kind).toBe('plateau')
    expect(decideSoak(fallen(12_000)).kind).toBe('unsettled')
  })

  it('are none with a quarter that was not read', () => {
    const gaps = ITERATIONS.filter((count) => count !== 12_000)

    expect(decideSoak(fewOf(() => 0, gaps)).kind).toBe('unsettled')
  })

  it('leave out what is tolerated', () => {
    const leaking = fewOf((count) => 100 * count)

    expect(decideSoak({ ...leaking, tolerate: { heap: 101 } }).kind).toBe('plateau')
    expect(decideSoak({ ...leaking, tolerate: { heap: 95 } }).kind).toBe('unsettled')
  })

  it('of leaks never pass', () => {
    const seeds = Array.from({ length: 40 }, (_, seed) => seed)
    const passed = [...LEAKY_FAMILIES, ...STAIRCASES].flatMap(({ name, of }) =>
      seeds
        .filter((seed) => {
          return decideSoak(readFewTimes(of(seed, 'checkpoints'))).kind === 'plateau'
        })
        .map((seed) => `${name} ${seed}`),
    )

    expect(passed).toEqual([])
  })
})

describe('a run under way', () => {
  it.each([
    ['level', () => 0, true],
    ['a leak that will be 70 kB in all', (count: number) => (70_000 / 16_000) * count, false],
  ] as const)('with %s looks level half-way: %s', (_, bytes, expected) => {
    expect(looksLevelSoFar(fewOf(bytes, ITERATIONS.slice(0, 3)), 16_000)).toBe(expected)
  })

  it('looks level no longer once a reading is missing', () => {
    const readings = [BASE_BYTES, BASE_BYTES, undefined]
    const run = runOf(seriesOf(readings, { iterations: ITERATIONS.slice(0, 3) }))

    expect(looksLevelSoFar(run, 16_000)).toBe(false)
  })
})
