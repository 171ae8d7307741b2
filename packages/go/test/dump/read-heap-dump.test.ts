import { expect, test } from 'vitest'
import { readHeapDump } from '../../src/dump/read-heap-dump.ts'
import { recorded } from './dumped-program.ts'

test('reads objects by rising address, with the line that allocated them', () => {
  const { objects, allocations } = readHeapDump(recorded().dump)

  const addresses = [...objects.addresses]
  const recordedObjects = objects.allocation.filter((allocation) => allocation !== -1)
  expect(objects.count).toBeGreaterThan(500)
  expect(addresses).toEqual(addresses.toSorted((one, other) => one - other))
  expect(recordedObjects.length).toBeGreaterThan(objects.count / 2)
  expect(allocations.some(({ stack }) => stack.some(({ file }) => file.endsWith('main.go')))).toBe(
    true,
  )
})

test('finds an object by an address within it, and none between objects', () => {
  const { objects } = readHeapDump(recorded().dump)
  const object = objects.bytes.findIndex((bytes) => bytes > 64)
  const address = objects.addresses[object] as number

  expect(objects.find(address + 40)).toBe(object)
  expect(objects.find(0)).toBe(-1)
  expect(objects.find(2 ** 47)).toBe(-1)
})

test('reads the version of Go, states of goroutines and finalizers', () => {
  const { goVersion, goroutines, finalizers } = readHeapDump(recorded().dump)

  expect(goVersion).toMatch(/^go1\.26/)
  expect(goroutines.filter(({ state }) => state === 'chan send')).toHaveLength(60)
  expect(finalizers.length).toBeGreaterThanOrEqual(60)
})

test('says what it was given instead of a dump', () => {
  expect(() =>
    readHeapDump(Buffer.from('<html>not found</html>')),
  ).toThrowErrorMatchingInlineSnapshot(
    `[Error: The heap dump of Go cannot be read: it begins with "<html>not found<", not with "go1.7 heap dump" (at byte 0). Give what debug.WriteHeapDump wrote, when it has returned.]`,
  )
})

test('says where a dump that ends too soon ends, wherever that is', () => {
  const { dump } = recorded()
  const step = Math.floor(dump.length / 97)

  for (let length = 20; length < dump.length; length += step) {
    expect(() => readHeapDump(dump.subarray(0, length))).toThrow(`(at byte ${length})`)
  }
})

test('says where a record is of no known kind', () => {
  const dump = Buffer.concat([recorded().dump.subarray(0, 16), Buffer.from([99])])

  expect(() => readHeapDump(dump)).toThrow('a record has the unknown tag 99 (at byte 16)')
})
