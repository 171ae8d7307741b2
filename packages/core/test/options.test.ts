import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MisuseError } from '../src/errors.ts'
import { validateOptions } from '../src/option-checks.ts'
import { type LeakOptions, resolveOptions } from '../src/options.ts'

const NAMES = [
  'iterations',
  'maxIterations',
  'warmUp',
  'timeLimitMs',
  'probes',
  'tolerate',
  'bounded',
  'throws',
  'signal',
]

describe('the options as a whole', () => {
  it('may be left out', () => {
    expect(validateOptions(undefined)).toEqual({})
  })

  it('are taken as they are when all of them are right', () => {
    const options: LeakOptions = {
      iterations: 600,
      maxIterations: 100_000,
      warmUp: 0,
      timeLimitMs: 0.5,
      probes: ['heap', 'external', 'handles', 'fds'],
      tolerate: { heap: 0, handles: 0.5 },
      bounded: 100,
      throws: true,
      signal: new AbortController().signal,
    }

    expect(validateOptions(options)).toBe(options)
  })

  it('may name an option without a value', () => {
    expect(() => validateOptions(Object.fromEntries(NAMES.map((name) => [name])))).not.toThrow()
  })

  it('must be an object', () => {
    expect(misuse(null)).toMatchInlineSnapshot(`"Leak options must be an object, received null."`)
    expect(misuse(600)).toMatchInlineSnapshot(`"Leak options must be an object, received 600."`)
    expect(misuse('heap')).toMatchInlineSnapshot(
      `"Leak options must be an object, received "heap"."`,
    )
    expect(misuse([600])).toMatchInlineSnapshot(
      `"Leak options must be an object, received an array of 1."`,
    )
    expect(misuse(function adjust() {})).toMatchInlineSnapshot(
      `"Leak options must be an object, received function adjust."`,
    )
  })

  it('suggest the name that was meant', () => {
    expect(misuse({ iteration: 600 })).toMatchInlineSnapshot(
      `"Unknown option 'iteration': did you mean 'iterations'?"`,
    )
    expect(misuse({ maxiterations: 600 })).toMatchInlineSnapshot(
      `"Unknown option 'maxiterations': did you mean 'maxIterations'?"`,
    )
  })

  it('list the known names where none is near', () => {
    expect(misuse({ timeout: 600 })).toMatchInlineSnapshot(
      `"Unknown option 'timeout': known are iterations, maxIterations, warmUp, timeLimitMs, probes, tolerate, bounded, throws, explain, keep, known, signal."`,
    )
  })

  it('refuse every name that is not an option', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        fc.pre(!NAMES.includes(name) && !(name in {}))

        expect(() => validateOptions(Object.fromEntries([[name, 1]]))).toThrow(MisuseError)
      }),
    )
  })

  it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])(
    'refuse %s, which every object inherits',
    (name) => {
      expect(() => validateOptions(Object.fromEntries([[name, 1]]))).toThrow(MisuseError)
    },
  )
})

describe.each(['iterations', 'maxIterations', 'bounded'])('%s', (name) => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '600', null, true, {}])(
    'must be a positive integer, so %s is refused',
    (received) => {
      expect(misuse({ [name]: received })).toMatch(
        new RegExp(`^${name} must be a positive integer, received .+\\.$`),
      )
    },
  )

  it.each([1, 600, 2 ** 53 - 1])('may be %d', (received) => {
    expect(() => validateOptions({ [name]: received })).not.toThrow()
  })
})

describe('a misused option', () => {
  it('is told by its name, what it must be and what was received', () => {
    expect(misuse({ maxIterations: -1 })).toMatchInlineSnapshot(
      `"maxIterations must be a positive integer, received -1."`,
    )
    expect(misuse({ iterations: '600' })).toMatchInlineSnapshot(
      `"iterations must be a positive integer, received "600"."`,
    )
    expect(misuse({ bounded: [100] })).toMatchInlineSnapshot(
      `"bounded must be a positive integer, received an array of 1."`,
    )
  })

  it('is told for warmUp', () => {
    expect(misuse({ warmUp: -1 })).toMatchInlineSnapshot(
      `"warmUp must be a whole number, received -1."`,
    )
    expect(misuse({ warmUp: 0.5 })).toMatchInlineSnapshot(
      `"warmUp must be a whole number, received 0.5."`,
    )
    expect(misuse({ warmUp: null })).toMatchInlineSnapshot(
      `"warmUp must be a whole number, received null."`,
    )
  })

  it('is told for timeLimitMs', () => {
    expect(misuse({ timeLimitMs: 0 })).toMatchInlineSnapshot(
      `"timeLimitMs must be a positive number of milliseconds, received 0."`,
    )
    expect(misuse({ timeLimitMs: '5s' })).toMatchInlineSnapshot(
      `"timeLimitMs must be a positive number of milliseconds, received "5s"."`,
    )
    expect(misuse({ timeLimitMs: Number.POSITIVE_INFINITY })).toMatchInlineSnapshot(
      `"timeLimitMs must be a positive number of milliseconds, received Infinity."`,
    )
  })

  it('is told for throws', () => {
    expect(misuse({ throws: 'TypeError' })).toMatchInlineSnapshot(
      `"throws must be true or false, received "TypeError"."`,
    )
    expect(misuse({ throws: 1 })).toMatchInlineSnapshot(
      `"throws must be true or false, received 1."`,
    )
  })

  it('is told for signal', () => {
    expect(misuse({ signal: new AbortController() })).toMatchInlineSnapshot(
      `"signal must be an AbortSignal, received an object."`,
    )
    expect(misuse({ signal: null })).toMatchInlineSnapshot(
      `"signal must be an AbortSignal, received null."`,
    )
  })

  it('is told for probes', () => {
    expect(misuse({ probes: 'heap' })).toMatchInlineSnapshot(
      `"probes must be a list of probes such as ['heap', 'handles'], received "heap"."`,
    )
    expect(misuse({ probes: [] })).toMatchInlineSnapshot(
      `"probes must be a list of probes such as ['heap', 'handles'], received an array of 0."`,
    )
    expect(misuse({ probes: ['heep'] })).toMatchInlineSnapshot(
      `"Unknown probe 'heep': did you mean 'heap'?"`,
    )
    expect(misuse({ probes: ['memory'] })).toMatchInlineSnapshot(
      `"Unknown probe 'memory': known are heap, external, handles, fds, threads, contexts, native, rss, heapObjects, goroutines, nodes, listeners, documents, frames."`,
    )
    expect(misuse({ probes: ['heap', 42] })).toMatchInlineSnapshot(
      `"Unknown probe '42': known are heap, external, handles, fds, threads, contexts, native, rss, heapObjects, goroutines, nodes, listeners, documents, frames."`,
    )
  })

  it('is told for a probe that this process cannot read', () => {
    expect(misuse({ probes: ['rss'] })).toMatchInlineSnapshot(
      `"The probe 'rss' is not read in this process: a scenario is judged by heap, external, handles, fds, threads, contexts, native."`,
    )
    expect(misuse({ tolerate: { goroutines: 1 } })).toMatchInlineSnapshot(
      `"The probe 'goroutines' is not read in this process: a scenario is judged by heap, external, handles, fds, threads, contexts, native."`,
    )
  })

  it('is told for tolerate', () => {
    expect(misuse({ tolerate: 16 })).toMatchInlineSnapshot(
      `"tolerate must be an object such as { heap: 16 }, received 16."`,
    )
    expect(misuse({ tolerate: ['heap'] })).toMatchInlineSnapshot(
      `"tolerate must be an object such as { heap: 16 }, received an array of 1."`,
    )
    expect(misuse({ tolerate: { heep: 16 } })).toMatchInlineSnapshot(
      `"Unknown probe 'heep': did you mean 'heap'?"`,
    )
    expect(misuse({ tolerate: { heap: -16 } })).toMatchInlineSnapshot(
      `"tolerate.heap must be a number per iteration of at least 0, received -16."`,
    )
    expect(misuse({ tolerate: { heap: '16' } })).toMatchInlineSnapshot(
      `"tolerate.heap must be a number per iteration of at least 0, received "16"."`,
    )
    expect(misuse({ tolerate: { heap: Number.NaN } })).toMatchInlineSnapshot(
      `"tolerate.heap must be a number per iteration of at least 0, received NaN."`,
    )
  })
})

describe('the resolved options', () => {
  it('have these defaults', () => {
    expect(resolveOptions({}, {})).toMatchInlineSnapshot(`
      {
        "bounded": undefined,
        "explain": "auto",
        "iterations": undefined,
        "keep": undefined,
        "known": [],
        "maxIterations": 100000,
        "probes": undefined,
        "ranBefore": 0,
        "signal": undefined,
        "throws": false,
        "timeLimitMs": 10000,
        "tolerate": {},
        "warmUp": undefined,
      }
    `)
  })

  it('take the defaults of the project before their own', () => {
    expect(resolveOptions({}, { timeLimitMs: 500, throws: true })).toMatchObject({
      timeLimitMs: 500,
      throws: true,
      maxIterations: 100_000,
    })
  })

  it("take the call's own before the project's defaults", () => {
    const defaults: LeakOptions = { timeLimitMs: 500, warmUp: 10, throws: true }

    expect(resolveOptions({ timeLimitMs: 700, warmUp: 0, throws: false }, defaults)).toMatchObject({
      timeLimitMs: 700,
      warmUp: 0,
      throws: false,
    })
  })

  it("take the project's defaults where the call's own have no value", () => {
    const options = { timeLimitMs: undefined } as unknown as LeakOptions

    expect(resolveOptions(options, { timeLimitMs: 500 }).timeLimitMs).toBe(500)
  })

  it("replace the project's tolerance as a whole", () => {
    const { tolerate } = resolveOptions({ tolerate: { heap: 16 } }, { tolerate: { handles: 1 } })

    expect(tolerate).toEqual({ heap: 16 })
  })

  it('allow iterations up to maxIterations', () => {
    expect(resolveOptions({ iterations: 600, maxIterations: 600 }, {}).iterations).toBe(600)
    expect(resolveMisuse({ iterations: 601, maxIterations: 600 })).toMatchInlineSnapshot(
      `"iterations must be at most maxIterations, received iterations: 601 and maxIterations: 600."`,
    )
  })

  it("hold iterations against the project's maxIterations too", () => {
    expect(resolveMisuse({ iterations: 601 }, { maxIterations: 600 })).toMatchInlineSnapshot(
      `"iterations must be at most maxIterations, received iterations: 601 and maxIterations: 600."`,
    )
  })

  it('allow a bounded store of a quarter of the iterations', () => {
    expect(resolveOptions({ bounded: 150, maxIterations: 600 }, {}).bounded).toBe(150)
    expect(resolveMisuse({ bounded: 151, maxIterations: 600 })).toMatchInlineSnapshot(
      `"bounded: 151 needs at least 604 iterations, received maxIterations: 600."`,
    )
    expect(resolveOptions({ bounded: 150, iterations: 600 }, {}).bounded).toBe(150)
    expect(resolveMisuse({ bounded: 151, iterations: 600 })).toMatchInlineSnapshot(
      `"bounded: 151 needs at least 604 iterations, received iterations: 600."`,
    )
  })

  it('raise the default of maxIterations to 32 times a bounded store', () => {
    expect(resolveOptions({ bounded: 3125 }, {}).maxIterations).toBe(100_000)
    expect(resolveOptions({ bounded: 3126 }, {}).maxIterations).toBe(100_032)
  })
})

function misuse(options: unknown): string {
  return messageOf(() => validateOptions(options))
}

function resolveMisuse(options: LeakOptions, defaults: LeakOptions = {}): string {
  return messageOf(() => resolveOptions(options, defaults))
}

function messageOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    expect(error).toBeInstanceOf(MisuseError)
    return (error as MisuseError).message
  }
  return 'no MisuseError was thrown'
}
