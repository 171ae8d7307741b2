import { expect } from 'vitest'
import { LOOPED, LOOPED_MORE, PLAN, runLoop } from '../../../test/adapters/run-loop.ts'
import { isWhole, testOfCases } from '../../../test/whole.ts'
import { MAJORS, vitestProject } from './run-vitest.ts'

/** What `npm test` leaves out. */
const OTHERS = { ...LOOPED_MORE, 'fakes timers': 'plateau' }

/** The names of the rest, for Vitest's `-t`. */
const LIKELIEST = 'cache|each 1|fails the second|is skipped|is to do'

for (const major of MAJORS) {
  testOfCases(major === 5)(
    `in Vitest ${major} every test of a suite is repeated, and the one that leaks is blamed`,
    async () => {
      const leftOut = Object.fromEntries(
        Object.keys(OTHERS).map((name) => [name, 'unloopable: is skipped by the suite']),
      )

      const { output, plan, kinds } = await runLoop('@plateau/vitest', {
        cwd: vitestProject(major),
        args: ['fixtures/loop.test.js', ...(isWhole ? [] : ['-t', LIKELIEST])],
      })

      // Vitest's own reporters tell a line, too, and the loop knew beforehand what it would run.
      expect(output).toMatch(
        /Plateau looped 13 tests: \d growth, .* plateau\. Self-test: planted and found: object/,
      )
      expect(plan).toBe(PLAN)
      expect(kinds, output).toEqual({
        ...LOOPED,
        ...(isWhole ? OTHERS : leftOut),
        'cache > is clean': 'plateau',
        'cache > leaks': 'growth',
        'cache > is clean after the leak': 'plateau',
        'fails the second time':
          'unloopable: fails when repeated: expected 2 to be 1 // Object.is equality',
      })
    },
    400_000,
  )
}
