import { afterEach, describe, expect, it } from 'vitest'
import { configure } from '../src/configure.ts'
import { MisuseError } from '../src/errors.ts'
import { type LeakOptions, resolveOptions } from '../src/options.ts'
import { processState } from '../src/process-state.ts'

afterEach(() => {
  processState().defaults = {}
})

describe('configure', () => {
  it('sets what later checks start from', () => {
    configure({ timeLimitMs: 500, probes: ['heap'] })

    expect(resolved()).toMatchObject({ timeLimitMs: 500, probes: ['heap'] })
  })

  it("gives way to a call's own options", () => {
    configure({ timeLimitMs: 500, probes: ['heap'] })

    expect(resolved({ timeLimitMs: 700 })).toMatchObject({ timeLimitMs: 700, probes: ['heap'] })
  })

  it('replaces only the options that it names when it is called again', () => {
    configure({ timeLimitMs: 500, warmUp: 3 })
    configure({ timeLimitMs: 700 })

    expect(resolved()).toMatchObject({ timeLimitMs: 700, warmUp: 3 })
  })

  it('keeps the built-in defaults of what it does not name', () => {
    configure({ warmUp: 3 })

    expect(resolved()).toMatchObject({ timeLimitMs: 10_000, maxIterations: 100_000 })
  })

  it('does not follow later changes of the object that it was given', () => {
    const defaults = { timeLimitMs: 500 }
    configure(defaults)

    defaults.timeLimitMs = 700

    expect(resolved().timeLimitMs).toBe(500)
  })

  it('refuses what a check would refuse, and then changes nothing', () => {
    configure({ timeLimitMs: 500 })

    expect(() => configure({ timeLimitMs: 700, iteration: 1 } as LeakOptions)).toThrow(MisuseError)
    expect(() => configure({ timeLimitMs: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[MisuseError: timeLimitMs must be a positive number of milliseconds, received -1.]`,
    )
    expect(() => configure(42 as never)).toThrowErrorMatchingInlineSnapshot(
      `[MisuseError: Leak options must be an object, received 42.]`,
    )

    expect(resolved().timeLimitMs).toBe(500)
  })

  it('is shared by every copy of this package in the process', () => {
    configure({ timeLimitMs: 500 })

    const holder = globalThis as unknown as Record<symbol, { defaults: LeakOptions }>
    expect(holder[Symbol.for('@plateau/state@1')]?.defaults).toEqual({ timeLimitMs: 500 })
  })
})

function resolved(options: LeakOptions = {}): ReturnType<typeof resolveOptions> {
  return resolveOptions(options, processState().defaults)
}
