import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProbeName } from '../../src/plateau/verdict.ts'
import { bytes, duration, number, perIteration, reading, signed } from '../../src/report/units.ts'

/** The compiler asks for a new one. */
const PROBES = Object.keys({
  heap: true,
  external: true,
  native: true,
  rss: true,
  handles: true,
  fds: true,
  threads: true,
  contexts: true,
  heapObjects: true,
  goroutines: true,
  nodes: true,
  listeners: true,
  documents: true,
  frames: true,
} satisfies Record<ProbeName, true>) as readonly ProbeName[]

describe('a number', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [8, '8'],
    [7.949, '7.95'],
    [0.6449, '0.645'],
    [0.001, '0.001'],
    [99.94, '99.9'],
    [99.96, '100'],
    [100.4, '100'],
    [-7.949, '-7.95'],
  ])('%d has three significant digits: %s', (amount, text) => {
    expect(number(amount)).toBe(text)
  })

  it.each([
    [999.5, '1 000'],
    [1210, '1 210'],
    [-1210, '-1 210'],
    [12_345_678.9, '12 345 679'],
  ])('%d from 100 on is whole, its thousands apart: %s', (amount, text) => {
    expect(number(amount)).toBe(text)
  })

  it('without a limit is a sign', () => {
    expect(number(Number.POSITIVE_INFINITY)).toBe('∞')
  })

  it('never shows an exponent for an amount that a report has', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.000_01, max: 1e15, noNaN: true }), (amount) => {
        expect(number(amount)).toMatch(/^[\d .]+$/)
      }),
    )
  })
})

describe('growth', () => {
  it('always has its sign', () => {
    expect(signed(8)).toBe('+8')
    expect(signed(-8)).toBe('-8')
    expect(signed(0)).toBe('+0')
  })

  it('of one is singular, of any other amount plural', () => {
    expect(perIteration('heap', 1)).toBe('+1 byte per iteration')
    expect(perIteration('heap', 8)).toBe('+8 bytes per iteration')
    expect(perIteration('heap', 0.5)).toBe('+0.5 bytes per iteration')
    expect(perIteration('handles', -1)).toBe('-1 handle per iteration')
  })

  it('that is shown as one is singular', () => {
    expect(perIteration('handles', 1.0004)).toBe('+1 handle per iteration')
    expect(perIteration('heap', 0.9996)).toBe('+1 byte per iteration')
  })

  it('is counted in the words of its probe', () => {
    expect(PROBES.map((probe) => `${probe}: ${perIteration(probe, 2)}`)).toMatchInlineSnapshot(`
      [
        "heap: +2 bytes per iteration",
        "external: +2 bytes per iteration",
        "native: +2 bytes per iteration",
        "rss: +2 bytes per iteration",
        "handles: +2 handles per iteration",
        "fds: +2 file descriptors per iteration",
        "threads: +2 threads per iteration",
        "contexts: +2 contexts per iteration",
        "heapObjects: +2 heap objects per iteration",
        "goroutines: +2 goroutines per iteration",
        "nodes: +2 DOM nodes per iteration",
        "listeners: +2 listeners per iteration",
        "documents: +2 documents per iteration",
        "frames: +2 frames per iteration",
      ]
    `)
    expect(PROBES.map((probe) => `${probe}: ${perIteration(probe, 1)}`)).toMatchInlineSnapshot(`
      [
        "heap: +1 byte per iteration",
        "external: +1 byte per iteration",
        "native: +1 byte per iteration",
        "rss: +1 byte per iteration",
        "handles: +1 handle per iteration",
        "fds: +1 file descriptor per iteration",
        "threads: +1 thread per iteration",
        "contexts: +1 context per iteration",
        "heapObjects: +1 heap object per iteration",
        "goroutines: +1 goroutine per iteration",
        "nodes: +1 DOM node per iteration",
        "listeners: +1 listener per iteration",
        "documents: +1 document per iteration",
        "frames: +1 frame per iteration",
      ]
    `)
  })
})

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [850, '850 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [12_449, '12.4 kB'],
    [999_949, '999.9 kB'],
    [1_000_000, '1.0 MB'],
    [3_100_000, '3.1 MB'],
    [-12_449, '-12.4 kB'],
  ])('%d are %s', (amount, text) => {
    expect(bytes(amount)).toBe(text)
  })

  it('that round up to the next unit are shown in it', () => {
    expect(bytes(999_950)).toBe('1.0 MB')
    expect(bytes(999.5)).toBe('1.0 kB')
  })

  it('are the unit of a reading of the heap, and nothing that of a count', () => {
    expect(reading('heap', 12_449)).toBe('12.4 kB')
    expect(reading('handles', 12_449)).toBe('12 449')
  })
})

describe('a duration', () => {
  it.each([
    [0.0008, '0.8 µs'],
    [0.5, '500 µs'],
    [1, '1 ms'],
    [12, '12 ms'],
    [999, '999 ms'],
    [1000, '1 s'],
    [4500, '4.5 s'],
    [120_000, '120 s'],
  ])('of %d ms is %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text)
  })

  it('that rounds up to the next unit is shown in it', () => {
    expect(duration(999.6)).toBe('1 s')
    expect(duration(0.9996)).toBe('1 ms')
  })
})
