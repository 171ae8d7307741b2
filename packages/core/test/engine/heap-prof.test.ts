import { expect, it } from 'vitest'
import { hasHeapProf } from '../../src/engine/heap-prof.ts'

it.each([
  { flags: ['--heap-prof'], records: true },
  { flags: ['--heap_prof', '--test'], records: true },
  { flags: ['--heap-prof-dir=profiles', '--heap-prof=true'], records: true },
  { flags: ['--heap-prof', '--no-heap-prof'], records: false },
  { flags: ['--heap-prof-interval=524288', '--test-isolation=process'], records: false },
  { flags: ['--no-heap-prof'], records: false },
  { flags: [], records: false },
])('tells from $flags whether a profile is recorded: $records', ({ flags, records }) => {
  expect(hasHeapProf(flags)).toBe(records)
})
