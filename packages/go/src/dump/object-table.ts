import type { DumpedMemory } from './heap-dump.ts'

/** The objects of the heap by rising address, one array for each field. */
export interface ObjectTable {
  readonly count: number
  readonly addresses: Float64Array
  readonly bytes: Float64Array
  /** Into the allocations of the dump; -1 where the profile did not record it. */
  readonly allocation: Int32Array
  memory(object: number): DumpedMemory
  /** The object that an address points to or into; -1 if none. */
  find(address: number): number
}

/** What a dump says of objects, in the order in which it does. */
export interface ObjectColumns {
  readonly addresses: readonly number[]
  readonly bytes: readonly number[]
  readonly contentAt: readonly number[]
}

export function createObjectTable(columns: ObjectColumns): ObjectTable {
  const count = columns.addresses.length
  const order = orderOf(columns.addresses)
  const sorted = (column: readonly number[]) =>
    Float64Array.from(order, (object) => column[object] as number)
  const addresses = sorted(columns.addresses)
  const bytes = sorted(columns.bytes)
  const contentAt = sorted(columns.contentAt)

  return {
    ...{ count, addresses, bytes },
    allocation: new Int32Array(count).fill(-1),
    memory(object) {
      const from = contentAt[object] as number
      const length = bytes[object] as number
      // The fields of an object follow upon its contents.
      return { contentAt: from, bytes: length, fieldsAt: from + length }
    },
    find(address) {
      const object = lastAtOrBefore(addresses, address)
      if (object === -1) return -1
      return address < (addresses[object] as number) + (bytes[object] as number) ? object : -1
    },
  }
}

function orderOf(addresses: readonly number[]): Uint32Array {
  const order = Uint32Array.from(addresses.keys())
  return order.sort((one, other) => (addresses[one] as number) - (addresses[other] as number))
}

/** The index of the last number, of rising ones, that is not above the given; -1 if all are. */
export function lastAtOrBefore(rising: Float64Array | readonly number[], bound: number): number {
  let low = 0
  let high = rising.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rising[middle] as number) <= bound) low = middle + 1
    else high = middle
  }
  return low - 1
}
