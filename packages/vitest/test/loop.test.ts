import { expect } from 'vitest'
import { LOOPED, LOOPED_MORE, runLoop } from '../../../test/adapters/run-loop.ts'
import { isWhole, testOfCases } from '../../../test/whole.ts'
import { MAJORS, vitestProject } from './run-vitest.ts'

/** What `npm test` leaves out. */
const OTHERS = isWhole ? { ...LOOPED_MORE, 'fakes timers': 'plateau' } : {}

/** The names of the rest, for Vitest's `-t`. */
const LIKELIEST = 'cache|fails the second|is skipped|makes mocks'

/** Vitest 3 keeps what makes its spies in a package of its own, where nothing is forgotten. */
const MOCKS_OF_3: unknown = expect.stringMatching(
  /^plateau$|^unloopable: every repetition leaves something in the runner/,
)

for (const major of MAJORS) {
  testOfCases(major === 5)(
    `in Vitest ${major} every test of a suite is repeated, and the one that leaks is blamed`,
    async () => {
      const { output, plan, kinds } = await runLoop('@plateau/vitest', {
        cwd: vitestProject(major),
        args: ['fixtures/loop.test.js', ...(isWhole ? [] : ['-t', LIKELIEST])],
      })

      // Vitest's own reporters tell a line, too, and what they were not asked for is not counted.
      const count = isWhole ? 15 : 6
      expect(output).toMatch(
        new RegExp(
          `Plateau looped ${count} tests: \\d growth, .* plateau\\. Self-test: planted and found: object`,
        ),
      )
      // A table counts once; any name that it makes may match.
      expect(plan).toBe(`{"files":1,"tests":${isWhole ? 14 : 7},"workers":1}`)
      const ofMocks = major === 3 ? MOCKS_OF_3 : 'plateau'
      expect(kinds, output).toEqual({
        ...LOOPED,
        ...OTHERS,
        'cache > is clean': 'plateau',
        'cache > leaks': 'growth',
        'cache > is clean after the leak': 'plateau',
        'makes mocks': ofMocks,
        ...(isWhole && { spies: ofMocks }),
        'fails the second time':
          'unloopable: fails when repeated: expected 2 to be 1 // Object.is equality',
      })
    },
    400_000,
  )
}
