import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { runNode } from '../../../test/run-node.ts'
import { isWhole, testOfCases } from '../../../test/whole.ts'
import { MAJORS, vitestProject } from './run-vitest.ts'

/** What Vitest does for a test that its fixture uses: `npm test` leaves it out. */
const OTHERS = {
  'leaks a timer': 'growth',
  'counts assertions': 'plateau',
  'has an inline snapshot': 'plateau',
  'each 2': 'plateau',
  mocks: 'plateau',
  'fakes timers': 'plateau',
}

/** The names of the rest, for Vitest's `-t`. */
const LIKELIEST = 'cache|each 1|fails the second|is skipped|is to do'

const RUN = `const { runLoop } = await import('@plateau/vitest/loop')
process.exitCode = await runLoop(process.argv.slice(1))`

for (const major of MAJORS) {
  testOfCases(major === 5)(
    `in Vitest ${major} every test of a suite is repeated, and the one that leaks is blamed`,
    async () => {
      const project = vitestProject(major)
      const leftOut = Object.fromEntries(
        Object.keys(OTHERS).map((name) => [name, 'unloopable: is skipped by the suite']),
      )
      const rows = join(project, `rows-${process.pid}.ndjson`)
      rmSync(rows, { force: true })
      // Ten times the usual limits: other work on the machine must not decide this test.
      const terms = { firstMs: 3000, longestMs: 40_000 }
      const { output } = await runNode(
        [
          '--input-type=module',
          '-e',
          RUN,
          '--',
          'fixtures/loop.test.js',
          ...(isWhole ? [] : ['-t', LIKELIEST]),
        ],
        {
          cwd: project,
          environment: { PLATEAU_LOOP: JSON.stringify({ rows, cwd: project, terms }) },
        },
      )

      // Vitest's own reporters tell a line, too, and the loop knew beforehand what it would run.
      expect(output).toMatch(
        /Plateau looped 13 tests: \d growth, .* plateau\. Self-test: planted and found: object/,
      )
      expect(readFileSync(`${rows}.plan`, 'utf8')).toBe('{"files":1,"tests":12,"workers":1}')
      expect(kindsOf(readFileSync(rows, 'utf8')), output).toEqual({
        '(self-test)':
          'plateau: planted and found: object, bytes, listener, timer, external, handle',
        'cache > is clean': 'plateau',
        'cache > leaks': 'growth',
        'cache > is clean after the leak': 'plateau',
        'each 1': 'plateau',
        ...(isWhole ? OTHERS : leftOut),
        'fails the second time':
          'unloopable: fails when repeated: expected 2 to be 1 // Object.is equality',
        'is skipped': 'unloopable: is skipped by the suite',
        'is to do': 'unloopable: is marked as to do',
      })
    },
    400_000,
  )
}

function kindsOf(ndjson: string): Record<string, string> {
  const rows = ndjson
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; kind: string; reason?: string })
  return Object.fromEntries(
    rows.map(({ id, kind, reason }) => [id, reason === undefined ? kind : `${kind}: ${reason}`]),
  )
}
