import { expect, test } from 'vitest'
import { parseCollectionTrace } from '../../src/profile/collection-trace.ts'

test('reads a collection that the program asked for', () => {
  const line =
    'gc 1 @0.010s 1%: 0.23+0.52+0.010 ms clock, 0.46+0/0.21/0.25+0.021 ms cpu, 0->0->3 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 2 P (forced)'

  expect(parseCollectionTrace(line)).toEqual({ collection: 1, liveBytes: 3 << 20, forced: true })
})

test('reads a collection that the heap caused, and one that looked for leaked goroutines', () => {
  const rest =
    '0.1+2.5+0.01 ms clock, 0.4+0/0.2/0.2+0.02 ms cpu, 812->813->406 MB, 820 MB goal, 1 MB stacks, 0 MB globals, 8 P'

  expect(parseCollectionTrace(`gc 41 @12.5s 3%: ${rest}`)).toEqual({
    collection: 41,
    liveBytes: 406 << 20,
    forced: false,
  })
  expect(parseCollectionTrace(`gc 7 @1.0s 0% (checking for goroutine leaks): ${rest}\r`)).toEqual({
    collection: 7,
    liveBytes: 406 << 20,
    forced: false,
  })
})

test('is undefined for other lines, and for half of one', () => {
  expect(parseCollectionTrace('listening on 127.0.0.1:8080')).toBeUndefined()
  expect(parseCollectionTrace('gc 1 @0.011s 1%: 0.20+2.5+0.013 ms clock')).toBeUndefined()
  expect(parseCollectionTrace('scvg: 0 MB released')).toBeUndefined()
})
