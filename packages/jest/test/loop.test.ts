import { join } from 'node:path'
import { expect } from 'vitest'
import { LOOPED, LOOPED_MORE, PLAN, runLoop } from '../../../test/adapters/run-loop.ts'
import { testOfWhole } from '../../../test/whole.ts'
import { jestProject, MAJORS } from './run-jest.ts'

for (const major of MAJORS) {
  // Two minutes; the loop that both runners share is tried in Vitest.
  testOfWhole(
    `in Jest ${major} every test of a suite is repeated, and the one that leaks is blamed`,
    async () => {
      const { output, plan, kinds } = await runLoop('@plateau/jest', {
        cwd: join(jestProject(major), 'commonjs'),
        args: ['-i', 'commonjs/loop.test.js'],
      })

      // A reporter tells a line below Jest's own summary, and the loop knew beforehand what it would run.
      expect(output).toMatch(
        /Plateau looped 15 tests: 2 growth, .* plateau\. Self-test: planted and found: object/,
      )
      expect(plan).toBe(PLAN)
      expect(kinds, output).toEqual({
        ...LOOPED,
        ...LOOPED_MORE,
        'cache is clean': 'plateau',
        'cache leaks': 'growth',
        'cache is clean after the leak': 'plateau',
        'makes mocks': 'plateau',
        // Each spy that is restored leaves one more in Jest's own list.
        spies: expect.stringMatching(
          /^plateau|^unloopable: every repetition leaves something in the runner, kept by Jest's mocks/,
        ),
        // Jest 30 keeps what fake timers delete from the global object.
        'fakes timers': expect.stringMatching(
          /^plateau|^unloopable: every repetition leaves something in the runner/,
        ),
        'fails the second time':
          'unloopable: fails when repeated: expect(received).toBe(expected) // Object.is equality',
      })
    },
    400_000,
  )
}
