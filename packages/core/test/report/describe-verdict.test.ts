import { describe, expect, it } from 'vitest'
import type { Series } from '../../src/plateau/series.ts'
import type {
  Evidence,
  Growth,
  GrowthVerdict,
  PlateauVerdict,
  Reason,
  UnsettledVerdict,
  Verdict,
} from '../../src/plateau/verdict.ts'
import { describeVerdict } from '../../src/report/describe-verdict.ts'

const iterations = [1200, 1350, 1500, 1650, 1800]
const heapSeries: Series = {
  probe: 'heap',
  unit: 'bytes',
  collection: 'full',
  iterations,
  readings: [5_001_200, 5_002_400, 5_003_600, 5_004_800, 5_006_000],
}
const handlesSeries: Series = {
  ...heapSeries,
  probe: 'handles',
  unit: 'count',
  readings: [3, 153, 303, 453, 603],
}
const levelSeries: Series = { ...heapSeries, probe: 'external', readings: [64, 64, 64, 64, 64] }

const evidence: Evidence = {
  schema: 1,
  series: [heapSeries, levelSeries, handlesSeries],
  resolution: { heap: 0.107, external: 0.107, handles: 0.00167 },
  iterations: 600,
  elapsedMs: 48.3,
}
const heap: Growth = { probe: 'heap', perIteration: 8, interval: [7.9, 8.1] }
const handles: Growth = {
  probe: 'handles',
  perIteration: 1,
  interval: [1, 1],
  types: ['Timeout', 'TCPSocketWrap'],
}

describe('a plateau', () => {
  const verdict: PlateauVerdict = { kind: 'plateau', ...evidence }

  it('tells what would have shown', () => {
    expect(describeVerdict(verdict)).toMatchInlineSnapshot(
      `"scenario levelled off (600 iterations, 48.3 ms); the smallest leak per iteration that would have shown: heap 0.107, external 0.107, handles 0.00167"`,
    )
  })

  it('shows that nothing would have shown where nothing was judged', () => {
    const resolution = { heap: Number.POSITIVE_INFINITY }

    expect(describeVerdict({ ...verdict, resolution })).toMatchInlineSnapshot(
      `"scenario levelled off (600 iterations, 48.3 ms); the smallest leak per iteration that would have shown: heap ∞"`,
    )
  })
})

describe('growth', () => {
  it('of the heap names the rate, its interval, the readings and what to do', () => {
    expect(describeVerdict(growth([heap]))).toMatchInlineSnapshot(`
      "expected scenario not to leak, but heap grew +8 bytes per iteration (95% interval 7.9 to 8.1, 600 iterations)
        heap      ▁▃▅▆█  5.0 MB to 5.0 MB over iterations 1200 to 1800
        Remove each entry, listener or timer when its work ends. If a store is meant to fill up to n entries, pass bounded: n."
    `)
  })

  it('of handles names their types', () => {
    expect(describeVerdict(growth([handles]))).toMatchInlineSnapshot(`
      "expected scenario not to leak, but handles grew +1 handle per iteration, Timeout, TCPSocketWrap (95% interval 1 to 1, 600 iterations)
        handles   ▁▃▅▆█  3 to 603 over iterations 1200 to 1800
        Close each handle and clear each timer when its work ends, on the error path too."
    `)
  })

  it('of several probes names each', () => {
    expect(describeVerdict(growth([handles, heap]))).toMatchInlineSnapshot(`
      "expected scenario not to leak, but handles grew +1 handle per iteration, Timeout, TCPSocketWrap (95% interval 1 to 1, 600 iterations)
      and heap grew +8 bytes per iteration (95% interval 7.9 to 8.1, 600 iterations)
        handles   ▁▃▅▆█  3 to 603 over iterations 1200 to 1800
        heap      ▁▃▅▆█  5.0 MB to 5.0 MB over iterations 1200 to 1800
        Close each handle and clear each timer when its work ends, on the error path too."
    `)
  })

  it('of a probe without a series is told without a drawing', () => {
    expect(describeVerdict({ ...growth([heap]), series: [] })).toMatchInlineSnapshot(`
      "expected scenario not to leak, but heap grew +8 bytes per iteration (95% interval 7.9 to 8.1, 600 iterations)
        Remove each entry, listener or timer when its work ends. If a store is meant to fill up to n entries, pass bounded: n."
    `)
  })

  it('of less than a byte keeps its digits', () => {
    const little: Growth = { probe: 'heap', perIteration: 0.2404, interval: [0.2398, 0.2411] }

    expect(describeVerdict(growth([little])).split('\n')[0]).toMatchInlineSnapshot(
      `"expected scenario not to leak, but heap grew +0.24 bytes per iteration (95% interval 0.24 to 0.241, 600 iterations)"`,
    )
  })

  it('of kilobytes groups its thousands', () => {
    const much: Growth = { probe: 'heap', perIteration: 24_576.4, interval: [24_570, 24_582] }

    expect(describeVerdict(growth([much])).split('\n')[0]).toMatchInlineSnapshot(
      `"expected scenario not to leak, but heap grew +24 576 bytes per iteration (95% interval 24 570 to 24 582, 600 iterations)"`,
    )
  })
})

describe('an unsettled check', () => {
  it('whose time was over draws what rose', () => {
    const advice = 'Raise the timeout of the test.'

    expect(describeVerdict(unsettled('time', [], advice))).toMatchInlineSnapshot(`
      "could not tell whether scenario leaks: the time was over before the decision (600 iterations, 48.3 ms)
        heap      ▁▃▅▆█  5.0 MB to 5.0 MB over iterations 1200 to 1800
        handles   ▁▃▅▆█  3 to 603 over iterations 1200 to 1800
        Raise the timeout of the test."
    `)
  })

  it('that was allowed too few iterations names the option', () => {
    const advice = '50 iterations were too few to tell: raise maxIterations.'

    expect(
      describeVerdict({ ...unsettled('samples', [], advice), series: [levelSeries] }),
    ).toMatchInlineSnapshot(`
      "could not tell whether scenario leaks: too few iterations were allowed (600 iterations, 48.3 ms)
        50 iterations were too few to tell: raise maxIterations."
    `)
  })

  it('whose readings are noise shows how they moved', () => {
    const noisy: Growth = { probe: 'heap', perIteration: 14.2, interval: [-3.1, 31.5] }

    expect(describeVerdict(unsettled('noise', [noisy], 'Run it longer.'))).toMatchInlineSnapshot(`
      "could not tell whether scenario leaks: the readings would not settle (600 iterations, 48.3 ms)
        heap moved +14.2 bytes per iteration (95% interval -3.1 to 31.5)
        heap      ▁▃▅▆█  5.0 MB to 5.0 MB over iterations 1200 to 1800
        Run it longer."
    `)
  })

  it('with a suspect shows it and draws only it', () => {
    expect(describeVerdict(unsettled('suspect', [heap], 'Run it longer.'))).toMatchInlineSnapshot(`
      "could not tell whether scenario leaks: something grows, but nothing proves it a leak (600 iterations, 48.3 ms)
        heap moved +8 bytes per iteration (95% interval 7.9 to 8.1)
        heap      ▁▃▅▆█  5.0 MB to 5.0 MB over iterations 1200 to 1800
        Run it longer."
    `)
  })

  it('with several suspects shows each', () => {
    expect(
      describeVerdict(unsettled('suspect', [heap, handles], 'Run it longer.')),
    ).toMatchInlineSnapshot(`
      "could not tell whether scenario leaks: something grows, but nothing proves it a leak (600 iterations, 48.3 ms)
        heap moved +8 bytes per iteration (95% interval 7.9 to 8.1)
        handles moved +1 handle per iteration (95% interval 1 to 1)
        heap      ▁▃▅▆█  5.0 MB to 5.0 MB over iterations 1200 to 1800
        handles   ▁▃▅▆█  3 to 603 over iterations 1200 to 1800
        Run it longer."
    `)
  })
})

describe('as JSON, a verdict', () => {
  it.each<Verdict>([
    { kind: 'plateau', ...evidence },
    growth([heap, handles]),
    unsettled('suspect', [heap], 'Run it longer.'),
  ])('of kind $kind is whole', (verdict) => {
    expect(JSON.parse(describeVerdict(verdict, 'json'))).toEqual(verdict)
  })

  it('is indented, to be read by people too', () => {
    const verdict: Verdict = {
      kind: 'plateau',
      ...evidence,
      series: [],
      resolution: { heap: 0.107 },
    }

    expect(describeVerdict(verdict, 'json')).toMatchInlineSnapshot(`
      "{
        "kind": "plateau",
        "schema": 1,
        "series": [],
        "resolution": {
          "heap": 0.107
        },
        "iterations": 600,
        "elapsedMs": 48.3
      }"
    `)
  })
})

function growth(grown: readonly Growth[]): GrowthVerdict {
  return { kind: 'growth', ...evidence, growth: grown, culprits: [] }
}

function unsettled(reason: Reason, suspects: readonly Growth[], advice: string): UnsettledVerdict {
  return { kind: 'unsettled', ...evidence, reason, suspects, advice }
}
