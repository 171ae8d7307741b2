import { beforeAll, describe, expect } from 'vitest'
import { testOfWhole as test } from '../../../test/whole.ts'
import { jestProject, MAJORS, runJest } from './run-jest.ts'

describe.each(MAJORS)('in Jest %i', (major) => {
  beforeAll(() => {
    jestProject(major)
  }, 180_000)

  test('retries, failing tests, counts, timers and the rest behave as users of Jest expect', async () => {
    const run = await runJest(['behaviours/'], { major, args: ['-i', '--testTimeout=60000'] })

    expect(run.exitCode).toBe(1)
    await expect(run.output).toMatchFileSnapshot(`output/behaviours-${major}.txt`)
  }, 900_000)

  test('a scenario that leaves the process ends the run with its own code and place', async () => {
    const run = await runJest(['exit/'], { major })

    expect(run.exitCode).toBe(3)
    await expect(run.output).toMatchFileSnapshot(`output/exit-${major}.txt`)
  })
})
