import { describe, expect, it } from 'vitest'
import { type LeakOptions, type ResolvedOptions, resolveOptions } from '../../src/options.ts'
import type { Growth } from '../../src/plateau/verdict.ts'
import {
  hangingAdvice,
  noiseAdvice,
  samplesAdvice,
  suspectAdvice,
  timeAdvice,
} from '../../src/report/advice.ts'

const heap: Growth = { probe: 'heap', perIteration: 14.2, interval: [13.9, 14.5] }
const handles: Growth = { probe: 'handles', perIteration: 0.02, interval: [-0.01, 0.05] }

describe('the advice where the time was over', () => {
  it('names the time that the iterations still needed would take, and half as much again', () => {
    const advice = timeAdvice({
      options: options({ timeLimitMs: 4500 }),
      iterations: 120,
      neededIterations: 480,
      iterationMs: 37.5,
    })

    expect(advice).toMatchInlineSnapshot(
      `"120 iterations of about 37.5 ms fitted into 4.5 s. About 27 s would settle it: raise the test's timeout or timeLimitMs, or make one iteration do less."`,
    )
  })

  it('names at least twice the limit', () => {
    const advice = timeAdvice({
      options: options({ timeLimitMs: 4500 }),
      iterations: 10_000,
      neededIterations: 48,
      iterationMs: 0.45,
    })

    expect(advice).toMatchInlineSnapshot(
      `"10000 iterations of about 450 µs fitted into 4.5 s. About 9 s would settle it: raise the test's timeout or timeLimitMs, or make one iteration do less."`,
    )
  })

  it('names the iteration that did not end', () => {
    expect(hangingAdvice(0, 4500)).toMatchInlineSnapshot(
      `"Iteration 1 had not ended when the time limit of 4.5 s was over. A scenario must resolve: await what it starts, or raise the limit if one iteration takes that long."`,
    )
    expect(hangingAdvice(41, 500)).toMatchInlineSnapshot(
      `"Iteration 42 had not ended when the time limit of 500 ms was over. A scenario must resolve: await what it starts, or raise the limit if one iteration takes that long."`,
    )
  })
})

it('names the option where too few iterations were allowed', () => {
  expect(samplesAdvice(options({ maxIterations: 50 }))).toMatchInlineSnapshot(
    `"50 iterations were too few to tell: raise maxIterations."`,
  )
})

describe('the advice on a suspect', () => {
  it('is to run longer or to tolerate it where it is the heap', () => {
    expect(suspectAdvice([heap])).toMatchInlineSnapshot(
      `"No object that the scenario makes was seen to survive and no store of yours to gain entries, so this may be the engine's or a library's own bookkeeping. Run it longer to see whether it levels off, or accept it with tolerate: { heap: n }."`,
    )
  })

  it('is to wait for what closes late where it is another probe', () => {
    expect(suspectAdvice([handles])).toMatchInlineSnapshot(
      `"It grew unevenly, so it may be a pool that fills or work that ends late. Wait in the scenario for what it closes, run it longer, or accept it with tolerate: { handles: n }."`,
    )
    expect(suspectAdvice([{ ...handles, probe: 'fds' }])).toContain('tolerate: { fds: n }')
  })

  it('names in tolerate the probe that closes late, not only the heap beside it', () => {
    expect(suspectAdvice([heap, handles])).toMatch(/tolerate: \{.*\bhandles: n\b.*\}/)
  })
})

it('shows the rates of all suspects where the readings are noise', () => {
  expect(noiseAdvice([{ ...heap, interval: [-3, 31] }])).toMatchInlineSnapshot(
    `"The readings move up and down by more than they grow (+14.2 bytes per iteration). Take out of the scenario what varies between iterations, or run it longer."`,
  )
  expect(noiseAdvice([heap, handles])).toContain(
    '(+14.2 bytes per iteration, +0.02 handles per iteration)',
  )
})

function options(given: LeakOptions): ResolvedOptions {
  return resolveOptions(given, {})
}
