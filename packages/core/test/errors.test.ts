import { describe, expect, it } from 'vitest'
import {
  isLeakError,
  isUnsettledError,
  LeakError,
  MisuseError,
  UnsettledError,
} from '../src/errors.ts'
import type { GrowthVerdict, UnsettledVerdict } from '../src/plateau/verdict.ts'

const evidence = { schema: 1, series: [], resolution: {}, iterations: 0, elapsedMs: 0 } as const
const growth: GrowthVerdict = { kind: 'growth', ...evidence, growth: [], culprits: [] }
const unsettled: UnsettledVerdict = {
  kind: 'unsettled',
  ...evidence,
  reason: 'time',
  suspects: [],
  advice: 'Raise the timeout.',
}

describe('each error', () => {
  it('is an Error with its own name, code and message', () => {
    const errors = [
      new MisuseError('Leak options must be an object, received 42.'),
      new LeakError('expected scenario not to leak', growth),
      new UnsettledError('could not tell whether scenario leaks', unsettled),
    ]

    expect(errors.every((error) => error instanceof Error)).toBe(true)
    expect(errors.map((error) => `${error} [${error.code}]`)).toMatchInlineSnapshot(`
      [
        "MisuseError: Leak options must be an object, received 42. [PLATEAU_MISUSE]",
        "LeakError: expected scenario not to leak [PLATEAU_GROWTH]",
        "UnsettledError: could not tell whether scenario leaks [PLATEAU_UNSETTLED]",
      ]
    `)
  })

  it('begins its stack with its name and message', () => {
    const { stack } = new LeakError('expected scenario not to leak', growth)

    expect(stack).toMatch(/^(Leak)?Error: expected scenario not to leak\n {4}at /)
  })

  it('of a check carries the verdict', () => {
    expect(new LeakError('', growth).verdict).toBe(growth)
    expect(new UnsettledError('', unsettled).verdict).toBe(unsettled)
  })
})

describe('an error is recognised', () => {
  it('by its code', () => {
    expect(isLeakError(new LeakError('', growth))).toBe(true)
    expect(isUnsettledError(new UnsettledError('', unsettled))).toBe(true)
  })

  it('when another copy of this package made it', () => {
    expect(isLeakError(Object.assign(new Error(''), { code: 'PLATEAU_GROWTH' }))).toBe(true)
    expect(isUnsettledError(Object.assign(new Error(''), { code: 'PLATEAU_UNSETTLED' }))).toBe(true)
  })

  it('and not taken for the other', () => {
    expect(isLeakError(new UnsettledError('', unsettled))).toBe(false)
    expect(isUnsettledError(new LeakError('', growth))).toBe(false)
  })

  it.each([
    new MisuseError(''),
    new Error('PLATEAU_GROWTH'),
    'PLATEAU_GROWTH',
    42,
    null,
    undefined,
  ])('and never seen in %s', (thrown) => {
    expect(isLeakError(thrown)).toBe(false)
    expect(isUnsettledError(thrown)).toBe(false)
  })
})
