import { expect, it } from 'vitest'
import { describeVerdict } from '../src/report/describe-verdict.ts'
import { judgeSoak, type SoakRun } from '../src/soak.ts'
import { heapOf, runOf, seriesOf } from './plateau/soak/made-up-run.ts'

const LEVEL = heapOf(24, () => 0)

it('says what levelled off, and how small a leak it would have shown', () => {
  expect(told(runOf(seriesOf(LEVEL)))).toMatchInlineSnapshot(
    `"scenario levelled off (20000 iterations, 60 s); the smallest leak per iteration that would have shown: heap 2.73"`,
  )
})

it('says what grows', () => {
  expect(
    told(runOf(seriesOf(heapOf(24, (iterations) => 112 * iterations)))),
  ).toMatchInlineSnapshot(`
    "expected scenario not to leak, but heap grew +112 bytes per iteration (95% interval 112 to 112, 20000 iterations)
      heap      ▁▁▂▂▂▃▃▃▃▄▄▄▅▅▅▆▆▆▆▇▇▇██  10.1 MB to 12.7 MB over iterations 1000 to 24000
      Remove each entry, listener or timer when its work ends. If a store is meant to fill up to n entries, pass bounded: n."
  `)
})

it('names the store that grows in a level heap', () => {
  const censuses = [4, 9, 14, 19, 24].map((thousands) => ({
    iterations: 1000 * thousands,
    stores: [{ container: 'Map sessions', entries: 1000 * thousands }],
  }))

  expect(told(runOf(seriesOf(LEVEL), { censuses }))).toMatchInlineSnapshot(`
    "expected scenario not to leak, but heap gained entries, Map sessions, while its bytes moved +0 bytes per iteration (95% interval 0 to 0, 20000 iterations)
      Map sessions gained +1 entry per iteration, of 8 bytes at least, between every two of 5 censuses alike (4 000 to 24 000 entries).
      heap      ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  10.0 MB to 10.0 MB over iterations 1000 to 24000
      Remove each entry, listener or timer when its work ends. If a store is meant to fill up to n entries, pass bounded: n."
  `)
})

it('says how many more iterations are needed', () => {
  expect(
    told(runOf(seriesOf(LEVEL), { warmUpIterations: 6000, plannedSamples: 19 })),
  ).toMatchInlineSnapshot(`
    "could not tell whether scenario leaks: too few iterations were allowed (18000 iterations, 60 s)
      18 000 iterations after the warm-up are too few: a store that doubles may have grown unseen. Run at least 6 000 more, or warm up for less."
  `)
})

it('says how many samples are missing', () => {
  expect(told(runOf(seriesOf(LEVEL), { plannedSamples: 30 }))).toMatchInlineSnapshot(`
    "could not tell whether scenario leaks: too few iterations were allowed (20000 iterations, 60 s)
      9 of 30 planned samples are missing, and what happened between them nobody knows. See the run's events for why (the target hung, the machine slept, the run was cut off), and run it again."
  `)
})

it('says that a single sample tells nothing', () => {
  expect(told(runOf(seriesOf(heapOf(4, () => 0))))).toMatchInlineSnapshot(`
    "could not tell whether scenario leaks: too few iterations were allowed (0 iterations, 60 s)
      Only 1 sample could be judged after the warm-up, at least 12 are needed. Run it longer, sample more often, or see why the target could not be read."
  `)
})

it('says that nothing was read', () => {
  expect(told(runOf(seriesOf(LEVEL.map(() => Number.NaN))))).toMatchInlineSnapshot(`
    "could not tell whether scenario leaks: it could not be read (0 iterations, 60 s)
      No sample could be judged after the warm-up, at least 12 are needed. Run it longer, sample more often, or see why the target could not be read."
  `)
})

it('says what rose once', () => {
  expect(
    told(runOf(seriesOf(heapOf(24, (_, at) => (at > 15 ? 900_000 : 0))))),
  ).toMatchInlineSnapshot(`
    "could not tell whether scenario leaks: something grows, but nothing proves it a leak (20000 iterations, 60 s)
      heap moved +56.3 bytes per iteration (95% interval 0 to 90)
      heap      ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁████████  10.0 MB to 10.9 MB over iterations 1000 to 24000
      It rose, but unevenly, less and less, or in one step, so it may be a cache that fills or work that ends late. Run it longer to see whether it levels off, or accept it with tolerate: { heap: n }."
  `)
})

it('says that resident memory proves nothing', () => {
  const rss = seriesOf(
    heapOf(24, (iterations) => 500 * iterations),
    { probe: 'rss', noise: 'noisy' },
  )

  expect(told(runOf(rss, { mode: 'envelope' }))).toMatchInlineSnapshot(`
    "could not tell whether scenario leaks: something grows, but nothing proves it a leak (20000 iterations, 60 s)
      rss moved +500 bytes per iteration (95% interval 500 to 500)
      rss       ▁▁▂▂▂▃▃▃▃▄▄▄▅▅▅▆▆▆▆▇▇▇██  10.5 MB to 22.0 MB over iterations 1000 to 24000
      It grew, but this memory is not given back when it is freed, so it proves no leak. Run it for hours to see whether it levels off, attach to the process so that its heap can be read, or accept it with tolerate: { rss: n }."
  `)
})

it('says that readings stray too far', () => {
  const readings = heapOf(40, (_, at) => 3_000_000 * (((at * 7919) % 13) / 13))

  expect(told(runOf(seriesOf(readings)))).toMatchInlineSnapshot(`
    "could not tell whether scenario leaks: the readings would not settle (36000 iterations, 60 s)
      heap      ▄▆▇█▂▃▄▅▆▇▁▂▃▄▆▇█▂▃▄▅▆▇▁  11.4 MB to 10.0 MB over iterations 17000 to 40000
      The readings move up and down by more than would have to be seen. Run it longer, drive it at a steady rate, or let checkpoints pause the load."
  `)
})

it('keeps the warm-up in the evidence, and leaves out what was not read', () => {
  const run = runOf(seriesOf([1, undefined, ...LEVEL]), { mode: 'envelope' })

  expect(judgeSoak(run).series).toMatchObject([
    { probe: 'heap', unit: 'bytes', collection: 'minor', readings: [1, ...LEVEL] },
  ])
  expect(judgeSoak({ ...run, mode: 'continuous' }).series[0]?.collection).toBe('full')
})

function told(run: SoakRun): string {
  return describeVerdict(judgeSoak(run))
}

it('says how many iterations are enough where every planned sample was taken', () => {
  const series = seriesOf(heapOf(10, (at) => 80_000 * ((at / 1000) % 2)))
  expect(told(runOf(series, { warmUpIterations: 1000, plannedSamples: 9 }))).toMatchInlineSnapshot(`
    "could not tell whether scenario leaks: too few iterations were allowed (9000 iterations, 60 s)
      Only 10 samples could be judged after the warm-up, at least 12 are needed. Run it longer, with iterations: 21600 (--iterations 21600) or more, or sample more often."
  `)
})
