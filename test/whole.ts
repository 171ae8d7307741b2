import { describe, test } from 'vitest'

const asked = process.env['PLATEAU_TESTS']
if (asked !== undefined && asked !== 'whole') {
  throw new Error(`PLATEAU_TESTS must be 'whole' or not set, received '${asked}'.`)
}

const isWhole = asked === 'whole'

/** `test` for one of many alike: `npm test` runs the representatives, `npm run test:whole` all. The rest is counted as skipped. */
export function testOf(isRepresentative: boolean): typeof test.skip {
  return test.runIf(isWhole || isRepresentative)
}

/** `describe` for one of many alike. */
export function describeOf(isRepresentative: boolean): typeof describe.skip {
  return describe.runIf(isWhole || isRepresentative)
}

/** `test` for what another one stands for in `npm test`. */
export const testOfWhole: typeof test.skip = testOf(false)
