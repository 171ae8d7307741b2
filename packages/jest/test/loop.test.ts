import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { runNode } from '../../../test/run-node.ts'
import { testOfWhole } from '../../../test/whole.ts'
import { jestProject, MAJORS } from './run-jest.ts'

const RUN = `const { runLoop } = await import('@plateau/jest/loop')
process.exitCode = await runLoop(process.argv.slice(1))`

for (const major of MAJORS) {
  // Two minutes; the loop that both runners share is tried in Vitest.
  testOfWhole(
    `in Jest ${major} every test of a suite is repeated, and the one that leaks is blamed`,
    async () => {
      const project = join(jestProject(major), 'commonjs')
      const rows = join(project, `rows-${process.pid}.ndjson`)
      rmSync(rows, { force: true })
      // Ten times the usual limits: other work on the machine must not decide this test.
      const terms = { firstMs: 3000, longestMs: 40_000 }
      const { output } = await runNode(
        ['--input-type=module', '-e', RUN, '--', '-i', 'commonjs/loop.test.js'],
        {
          cwd: project,
          environment: { PLATEAU_LOOP: JSON.stringify({ rows, cwd: project, terms }) },
        },
      )

      // A reporter tells a line below Jest's own summary, and the loop knew beforehand what it would run.
      expect(output).toMatch(
        /Plateau looped 13 tests: 2 growth, .* plateau\. Self-test: planted and found: object/,
      )
      expect(readFileSync(`${rows}.plan`, 'utf8')).toBe('{"files":1,"tests":12,"workers":1}')
      expect(kindsOf(readFileSync(rows, 'utf8')), output).toEqual({
        '(self-test)':
          'plateau: planted and found: object, bytes, listener, timer, external, handle',
        'cache is clean': 'plateau',
        'cache leaks': 'growth',
        'cache is clean after the leak': 'plateau',
        'leaks a timer': 'growth',
        'counts assertions': 'plateau',
        'has an inline snapshot': 'plateau',
        'each 1': 'plateau',
        'each 2': 'plateau',
        mocks: 'plateau',
        // Jest 30 keeps what fake timers delete from the global object.
        'fakes timers': expect.stringMatching(
          /^plateau|^unloopable: every repetition leaves something in the runner/,
        ),
        'fails the second time':
          'unloopable: fails when repeated: expect(received).toBe(expected) // Object.is equality',
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
