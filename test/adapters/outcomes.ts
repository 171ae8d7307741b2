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

/** What is said of it, before the runner's own advice. */
export const CONCURRENT =
  'MisuseError: toLeak() cannot run in a concurrent test: what its neighbours allocate would be measured with it.'

const INNER =
  'MisuseError: A check was started inside a scenario that is itself being checked. Check one of the two: measure the inner scenario in a test of its own.'

/** What is said of the rest, in the order of the tests. */
export const MISUSE_SAID: Readonly<Record<string, readonly string[]>> = {
  'check in a sync scenario': [INNER],
  'check in an async scenario': [INNER],
  'not awaited check in an async scenario': [INNER],
  'a number': [
    'MisuseError: A scenario must be a function or an object with a run() function, received 42. Pass the code to repeat: expect(() => work()).not.toLeak().',
  ],
  'a promise': [
    'MisuseError: A scenario must be a function or an object with a run() function, received a promise. A promise has already begun and cannot be repeated: pass the function that makes it, () => work().',
  ],
  'a step of the wrong type': ['MisuseError: scenario.run must be a function, received "clean".'],
  'unknown option': ["MisuseError: Unknown option 'itertions': did you mean 'iterations'?"],
  'option of the wrong type': [
    'MisuseError: iterations must be a positive integer, received "10".',
  ],
  'options of the wrong type': ['MisuseError: Leak options must be an object, received 10.'],
  'unknown probe': ["MisuseError: Unknown probe 'haep': did you mean 'heap'?"],
  throws: ['Error: boom'],
  'rejects once in a while': ['Error: boom at 40'],
  'rejects with a frozen error': ['Error: frozen boom'],
  'rejects with text': ['boom as text'],
  'must throw and does': [],
  'must throw and does not': [
    'MisuseError: throws is true, so every iteration must throw or reject, but iteration 1 ended without an error. Remove throws, or make the scenario fail each time.',
  ],
  'in peace after all of that': [],
}

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

/** Of the matcher inside another. */
export const ASYMMETRIC = {
  'asymmetric not.toLeak': expect.stringContaining('MisuseError'),
  'asymmetric toLeak': expect.stringContaining('MisuseError'),
} as const
