import { describe, test } from 'vitest'

const asked = process.env['PLATEAU_TESTS'] ?? 'quick'
if (!['quick', 'whole', 'rest'].includes(asked)) {
  throw new Error(`PLATEAU_TESTS must be quick, whole or rest, received '${asked}'.`)
}

/** Whether a test goes through all of its cases: where there are many, `npm test` takes the likeliest. */
export const isWhole: boolean = asked !== 'quick'

/**
 * `test` for one of many alike, or for what is slow and seldom breaks: `npm test` runs the representatives,
 * `npm run test:whole` all, and `npm run measure -- test:rest` the others. What is left out is counted as skipped.
 */
export function testOf(isRepresentative: boolean): typeof test.skip {
  return test.runIf(runs(isRepresentative))
}

/** `test` for what has cases that `npm test` leaves out: it runs again with the others, and goes through all. */
export function testOfCases(isRepresentative: boolean): typeof test.skip {
  return test.runIf(isWhole || isRepresentative)
}

/** `describe` for one of many alike. */
export function describeOf(isRepresentative: boolean): typeof describe.skip {
  return describe.runIf(runs(isRepresentative))
}

/** `test` for what another one stands for in `npm test`. */
export const testOfWhole: typeof test.skip = testOf(false)

function runs(isRepresentative: boolean): boolean {
  return asked === 'whole' || (asked === 'quick') === isRepresentative
}
