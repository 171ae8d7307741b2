import { expect, it } from 'vitest'
import { KINDS } from '../../../../test/kept-objects.ts'
import { runNode } from '../../../../test/run-node.ts'
import { isWhole } from '../../../../test/whole.ts'

it('tells in node:test what holds an object, and passes one that is gone', async () => {
  const { output } = await runNode(['--test', '--test-reporter=tap', 'fixtures/objects.test.mjs'], {
    cwd: import.meta.dirname,
    environment: KINDS,
  })

  const failed = output
    .match(/^not ok \d+ - .*$/gm)
    ?.map((line) => line.replace(/^not ok \d+ - /, ''))
  expect(failed, output).toEqual(['tracked and left open fails'])
  expect(output.match(/^ok /gm)?.length).toBeGreaterThan(isWhole ? 80 : 15)
}, 180_000)
