import { expect } from 'vitest'
import { CASES, KINDS } from '../../../../test/adapters/kept-objects.ts'
import { runNode } from '../../../../test/run-node.ts'
import { testOfWhole } from '../../../../test/whole.ts'

testOfWhole(
  'tells in node:test what holds an object, and passes one that is gone',
  async () => {
    const { output } = await runNode(
      ['--test', '--test-reporter=tap', 'fixtures/objects.test.mjs'],
      {
        cwd: import.meta.dirname,
        environment: KINDS,
      },
    )

    const failed = output
      .match(/^not ok \d+ - .*$/gm)
      ?.map((line) => line.replace(/^not ok \d+ - /, ''))
    expect(failed, output).toEqual(['tracked and left open fails'])
    expect(output.match(/^ok /gm)).toHaveLength(3 + 2 * CASES)
  },
  180_000,
)
