import { describe, expect, it } from 'vitest'
import { checkLeak } from '../src/check-leak.ts'
import { MisuseError } from '../src/errors.ts'
import { describe as describeReceived, resolveScenario } from '../src/scenario.ts'

describe('a function', () => {
  it('is run without arguments, and gives its name and what it returns', () => {
    const received: unknown[][] = []
    const scenario = resolveScenario(function remember(...given: unknown[]) {
      received.push(given)
      return 42
    })

    expect(scenario.name).toBe('remember')
    expect(scenario.setup()).toBeUndefined()
    expect(scenario.run('context')).toBe(42)
    expect(scenario.teardown('context')).toBeUndefined()
    expect(received).toEqual([[]])
  })

  it("is called 'scenario' without a name", () => {
    expect(resolveScenario(() => {}).name).toBe('scenario')
  })
})

describe('an object of steps', () => {
  it('hands the context of setup to run and teardown, and itself as this', () => {
    const steps = {
      name: 'session',
      prefix: 'a',
      setup() {
        return `${this.prefix}b`
      },
      run(context: string) {
        return `${this.prefix}${context}c`
      },
      teardown(context: string) {
        return `${this.prefix}${context}d`
      },
    }

    const scenario = resolveScenario(steps)

    expect(scenario.name).toBe('session')
    expect(scenario.setup()).toBe('ab')
    expect(scenario.run('ab')).toBe('aabc')
    expect(scenario.teardown('ab')).toBe('aabd')
  })

  it('needs run only', () => {
    const scenario = resolveScenario({ run: () => 42, setup: undefined })

    expect(scenario.name).toBe('scenario')
    expect(scenario.setup()).toBeUndefined()
    expect(scenario.run(undefined)).toBe(42)
    expect(scenario.teardown(undefined)).toBeUndefined()
  })

  it('may be an instance of a class', () => {
    class Session {
      #calls = 0
      run() {
        return ++this.#calls
      }
    }

    expect(resolveScenario(new Session()).run(undefined)).toBe(1)
  })

  it('must have functions for steps', () => {
    expect(misuse({ run: 42 })).toMatchInlineSnapshot(
      `"scenario.run must be a function, received 42."`,
    )
    expect(misuse({ run: undefined })).toMatchInlineSnapshot(
      `"scenario.run must be a function, received undefined."`,
    )
    expect(misuse({ run() {}, setup: Promise.resolve() })).toMatchInlineSnapshot(
      `"scenario.setup must be a function, received a promise."`,
    )
    expect(misuse({ run() {}, teardown: null })).toMatchInlineSnapshot(
      `"scenario.teardown must be a function, received null."`,
    )
  })
})

describe('anything else is no scenario', () => {
  it('with a hint for a promise', () => {
    expect(misuse(Promise.resolve())).toMatchInlineSnapshot(
      `"A scenario must be a function or an object with a run() function, received a promise. A promise has already begun and cannot be repeated: pass the function that makes it, () => work()."`,
    )
  })

  it('with an example for every other value', () => {
    expect(misuse(42)).toMatchInlineSnapshot(
      `"A scenario must be a function or an object with a run() function, received 42. Pass the code to repeat: expect(() => work()).not.toLeak()."`,
    )
    expect(misuse(undefined)).toMatchInlineSnapshot(
      `"A scenario must be a function or an object with a run() function, received undefined. Pass the code to repeat: expect(() => work()).not.toLeak()."`,
    )
    expect(misuse(null)).toMatchInlineSnapshot(
      `"A scenario must be a function or an object with a run() function, received null. Pass the code to repeat: expect(() => work()).not.toLeak()."`,
    )
    expect(misuse('work()')).toMatchInlineSnapshot(
      `"A scenario must be a function or an object with a run() function, received "work()". Pass the code to repeat: expect(() => work()).not.toLeak()."`,
    )
    expect(misuse([() => {}])).toMatchInlineSnapshot(
      `"A scenario must be a function or an object with a run() function, received an array of 1. Pass the code to repeat: expect(() => work()).not.toLeak()."`,
    )
    expect(misuse({ setup() {} })).toMatchInlineSnapshot(
      `"A scenario must be a function or an object with a run() function, received an object. Pass the code to repeat: expect(() => work()).not.toLeak()."`,
    )
  })

  it('and a check of it rejects before anything runs', async () => {
    await expect(checkLeak(42 as never)).rejects.toBeInstanceOf(MisuseError)
    await expect(checkLeak(Promise.resolve() as never)).rejects.toMatchObject({
      code: 'PLATEAU_MISUSE',
    })
  })
})

it('describes a received value by its kind and a short literal', () => {
  class Session {}
  const received = [
    undefined,
    null,
    -1.5,
    Number.NaN,
    10n,
    true,
    'x'.repeat(100),
    'a "quoted"\nline',
    Symbol('key'),
    Session,
    () => {},
    [1, 2, 3],
    Promise.resolve(),
    new Session(),
    Object.create(null),
  ]

  expect(received.map((each) => describeReceived(each))).toMatchInlineSnapshot(`
    [
      "undefined",
      "null",
      "-1.5",
      "NaN",
      "10",
      "true",
      ""xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"",
      ""a \\"quoted\\"\\nline"",
      "Symbol(key)",
      "function Session",
      "function (anonymous)",
      "an array of 3",
      "a promise",
      "an object",
      "an object",
    ]
  `)
})

function misuse(received: unknown): string {
  try {
    resolveScenario(received)
  } catch (error) {
    expect(error).toBeInstanceOf(MisuseError)
    return (error as MisuseError).message
  }
  return 'no MisuseError was thrown'
}
