import { describe, expect, it } from 'vitest'
import { type LeakOptions, type ResolvedOptions, resolveOptions } from '../../src/options.ts'
import type { Growth } from '../../src/plateau/verdict.ts'
import {
  hangingAdvice,
  hangingStepAdvice,
  samplesAdvice,
  targetSuspectAdvice,
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

  it('names the step that did not end', () => {
    expect(
      hangingStepAdvice({ step: 'action of iteration 2', ms: 28_042 }, 30_000),
    ).toMatchInlineSnapshot(
      `"action of iteration 2 had not returned for 28 s when the time limit of 30 s was over. What it waits for has not come: give each wait in it a timeout of its own, which says what is missing."`,
    )
  })
})

it('names the option where too few iterations were allowed', () => {
  expect(samplesAdvice(options({ maxIterations: 50 }))).toMatchInlineSnapshot(
    `"50 iterations were too few to tell: raise maxIterations."`,
  )
})

it('lets what grew unevenly in a target be looked at for longer, or accepted by its name', () => {
  expect(targetSuspectAdvice([heap, handles])).toMatchInlineSnapshot(
    `"It grew, but unevenly, or by so little that nothing the iterations keep accounts for it. Let every iteration wait for what it starts, run it longer to see whether it levels off, or accept it with tolerate: { heap: n, handles: n }."`,
  )
})

function options(given: LeakOptions): ResolvedOptions {
  return resolveOptions(given, {})
}
