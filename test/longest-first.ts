import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The files that take longest, in this order: begun last, one of them would keep a worker busy when the others have
 * ended. Vitest knows by itself only how long a file took here before.
 */
const LONGEST = [
  'packages/vitest/test/adapter.test.ts',
  'packages/jest/test/adapter.test.ts',
  'packages/vitest/test/browser.test.ts',
  'packages/go/test/drivers/drivers.test.ts',
  'packages/go/test/leaks.test.ts',
  'packages/core/test/node-process/waiting-threads.test.ts',
  'packages/vitest/test/loop.test.ts',
  'packages/jest/test/objects.test.ts',
  'packages/go/test/command/judging.test.ts',
  'packages/core/test/leaks.test.ts',
  'packages/memlab/test/page-target.test.ts',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((path) => moduleId.endsWith(path))
      return at < 0 ? LONGEST.length : at
    }
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}
