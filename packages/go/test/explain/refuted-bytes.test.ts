import { expect, test } from 'vitest'
import { culpritsOfGo } from '../../src/explain/culprits-of-go.ts'
import { refutedBytes } from '../../src/explain/refuted-bytes.ts'
import { evidence, grown, growthOf, profile } from './samples.ts'

const legs = (period = 1) => ({ settled: [1, 2, 3].map(() => profile([], period)), iterations: 50 })
const HEAP = [growthOf('heap', 214)]

test('leaves bytes open that rose without objects, where no line kept more', () => {
  expect(refutedBytes(HEAP, [], legs())).toMatchInlineSnapshot(
    `"The heap rose without more objects, and no line kept more bytes over 150 iterations when the program was run again with every allocation noted. That may be the Go runtime's own: let the check run longer, by the test's timeout or timeLimitMs, until it levels off or a line shows."`,
  )
})

test('lets growth stand that a line shows, or an object, or that the profiles may have missed', () => {
  const found = culpritsOfGo(evidence({ stacks: [grown(['main.go:18 main.iterate'])] }))

  expect(refutedBytes(HEAP, found, legs())).toBeUndefined()
  expect(refutedBytes([...HEAP, growthOf('heapObjects')], [], legs())).toBeUndefined()
  expect(refutedBytes(HEAP, [], legs(512 * 1024))).toBeUndefined()
  expect(refutedBytes(HEAP, [], { ...legs(), settled: [] })).toBeUndefined()
})
