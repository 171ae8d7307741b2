import { expect, test } from 'vitest'
import { createProcessNames } from '../../src/node-process/process-names.ts'

test('the first is main, others are children or workers, and no name is given twice', () => {
  const nameFor = createProcessNames()

  const names = [undefined, '1', undefined, '2', '1', undefined].map(nameFor)

  expect(names).toEqual(['main', 'worker 1', 'child 1', 'worker 2', 'worker 1 (2)', 'child 2'])
})
