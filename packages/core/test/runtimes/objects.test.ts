import { expect, it } from 'vitest'
import { runNode } from '../../../../test/run-node.ts'

it('tells in node:test what holds an object, and passes one that is gone', async () => {
  const { output } = await runNode(['--test', '--test-reporter=tap', 'fixtures/objects.test.mjs'], {
    cwd: import.meta.dirname,
  })

  const failed = output
    .match(/^not ok \d+ - .*$/gm)
    ?.map((line) => line.replace(/^not ok \d+ - /, ''))
  expect(failed, output).toEqual(['tracked and left open fails'])
  expect(output.match(/^ok /gm)?.length).toBeGreaterThan(80)
}, 180_000)
