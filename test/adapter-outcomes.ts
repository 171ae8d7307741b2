import { expect } from 'vitest'

// What the fixtures of the adapters come to, in Vitest as in Jest; each adapter adds what it alone has.

/** Of awaited checks, sync and async. */
export const VERDICTS = {
  'not.toLeak clean sync': 'passed',
  'not.toLeak clean async': 'passed',
  'not.toLeak leaky sync': 'LeakError at await expect(leaky).not.toLeak()',
  'not.toLeak leaky async': 'LeakError at await expect(leakyAsync).not.toLeak()',
  'not.toLeak leaky handle': 'LeakError at await expect(timerLeft).not.toLeak()',
  'not.toLeak clean steps': 'passed',
  'not.toLeak leaky steps': 'LeakError at await expect(steps).not.toLeak()',
  'not.toLeak leaky within tolerance': 'passed',
  'not.toLeak clean in exactly 1000 iterations': 'passed',
  'not.toLeak unsettled sync':
    'UnsettledError at await expect(slowSync).not.toLeak({ timeLimitMs: 300 })',
  'not.toLeak unsettled async':
    'UnsettledError at await expect(slow).not.toLeak({ timeLimitMs: 300 })',
  'toLeak leaky sync': 'passed',
  'toLeak leaky async': 'passed',
  'toLeak clean sync': 'Error at await expect(clean).toLeak()',
  'toLeak clean async': 'Error at await expect(cleanAsync).toLeak()',
  'toLeak unsettled sync': 'UnsettledError at await expect(slowSync).toLeak({ timeLimitMs: 300 })',
  'toLeak unsettled async': 'UnsettledError at await expect(slow).toLeak({ timeLimitMs: 300 })',
} as const

/** Of checks that nobody awaits: each fails its own test, and no other. */
export const UNAWAITED = {
  'clean sync': 'passed',
  'clean async': 'passed',
  'leaky sync': 'LeakError at expect(leaky).not.toLeak()',
  'passes after leaky sync': 'passed',
  'leaky async': 'LeakError at expect(leakyAsync).not.toLeak()',
  'passes after leaky async': 'passed',
  'leaky in an async test': 'LeakError at expect(leakyAsync).not.toLeak()',
  'clean then leaky': 'LeakError at expect(leaky).not.toLeak()',
  'leaky then clean': 'LeakError at expect(leakyAsync).not.toLeak()',
  'toLeak of a clean sync': 'Error at expect(clean).toLeak()',
  'toLeak of a clean async': 'Error at expect(cleanAsync).toLeak()',
  'toLeak of a leaky': 'passed',
  unsettled: 'UnsettledError at expect(slow).not.toLeak({ timeLimitMs: 300 })',
  'the body fails too': [
    "Error at throw new Error('the body failed')",
    'LeakError at expect(leaky).not.toLeak()',
  ],
  returned: "LeakError at test('returned', () => expect(leakyAsync).not.toLeak())",
  'awaited later': 'LeakError at const check = expect(leaky).not.toLeak()',
  'expected to reject': 'passed',
  caught: 'passed',
  'in the last test of the file leaky': 'LeakError at expect(leakyAsync).not.toLeak()',
} as const

/** Of what is refused, at its own line. */
export const MISUSE = {
  concurrent: 'MisuseError at await expect(clean).not.toLeak()',
  'check in a sync scenario': expect.stringMatching(/^MisuseError at .*\.not\.toLeak\(\)$/),
  'check in an async scenario': expect.stringMatching(/^MisuseError at .*\.not\.toLeak\(\)$/),
  'not awaited check in an async scenario': expect.stringMatching(
    /^MisuseError at .*\.not\.toLeak\(\)$/,
  ),
  'a number': 'MisuseError at await expect(42).not.toLeak()',
  'a promise': 'MisuseError at await expect(cleanAsync()).not.toLeak()',
  'a step of the wrong type': "MisuseError at await expect({ run: 'clean' }).not.toLeak()",
  'unknown option': 'MisuseError at await expect(clean).not.toLeak({ itertions: 10 })',
  'option of the wrong type': "MisuseError at await expect(clean).not.toLeak({ iterations: '10' })",
  'options of the wrong type': 'MisuseError at await expect(clean).not.toLeak(10)',
  'unknown probe': "MisuseError at await expect(clean).not.toLeak({ probes: ['haep'] })",
  throws: "Error at throw new Error('boom')",
  // A scenario's own error points at its own line.
  'rejects once in a while': expect.stringContaining('Error at if (++runs === 40) throw'),
  'rejects with a frozen error': expect.stringContaining('Error at throw Object.freeze'),
  'must throw and does': 'passed',
  'must throw and does not': 'MisuseError at await expect(clean).not.toLeak({ throws: true })',
  'in peace after all of that': 'passed',
} as const

/** Of tests with little time. */
export const TIME = {
  'never resolves': 'UnsettledError at await expect(never).not.toLeak()',
  'passes after one that never resolves': 'passed',
  'never resolves, not awaited': 'UnsettledError at expect(never).not.toLeak()',
  // A second may be too short to settle doubt; it must not be the runner that says so.
  'slow async': expect.stringMatching(/^(passed$|UnsettledError at await expect\(slow)/),
  'slow sync': expect.stringMatching(/^(passed$|UnsettledError at await expect\(slowSync)/),
  'clean in a short test': expect.stringMatching(
    /^(passed$|UnsettledError at await expect\(cleanAsync)/,
  ),
  'slower sync': 'UnsettledError at await expect(() => slowSync(60)).not.toLeak()',
  'the time is nearly over': 'MisuseError at await expect(cleanAsync).not.toLeak()',
  'half of the time is over': 'UnsettledError at await expect(never).not.toLeak()',
  'two at once':
    'UnsettledError at await Promise.all([expect(never).not.toLeak(), expect(never).not.toLeak()])',
  'a setup that never resolves':
    'UnsettledError at await expect({ setup: never, run() {} }).not.toLeak()',
  'one iteration takes a third of the time': expect.stringMatching(/^UnsettledError/),
} as const

/** Beside fake timers. */
export const FAKE_TIMERS = {
  'clean sync': 'passed',
  'clean async': 'passed',
  'clean with a fake timer': 'passed',
  'leaky sync': 'LeakError at await expect(leaky).not.toLeak()',
  'leaky async': 'LeakError at await expect(leakyAsync).not.toLeak()',
  'leaky, not awaited': 'LeakError at expect(leakyAsync).not.toLeak()',
  'waits for a fake timer': 'UnsettledError at await expect(slow).not.toLeak()',
} as const

/** Under PLATEAU=off. */
export const SWITCHED_OFF = {
  'leaky must not leak': 'passed',
  'clean must leak': 'passed',
  'leaky, not awaited': 'passed',
} as const

/** Under PLATEAU=off in CI. */
export const REFUSED_IN_CI = {
  'leaky must not leak': 'MisuseError at await expect(leaky).not.toLeak()',
  'clean must leak': 'MisuseError at await expect(clean).toLeak()',
  'leaky, not awaited': 'MisuseError at expect(leakyAsync).not.toLeak()',
} as const

/** Of the matcher inside another. */
export const ASYMMETRIC = {
  'asymmetric not.toLeak': expect.stringContaining('MisuseError'),
  'asymmetric toLeak': expect.stringContaining('MisuseError'),
} as const
