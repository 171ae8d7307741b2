import type { HeapDump } from './heap-dump.ts'
import { lastAtOrBefore } from './object-table.ts'
import type { GoSymbol, SymbolTable } from './symbols.ts'

/**
 * What lies in `.data` and `.bss`: variables, and values without a name, such as the struct behind
 * `var app = &server{…}`, that only a walk from the variables can tell.
 */
export interface StaticValue {
  readonly address: number
  /** Absent for a value without a name. */
  readonly symbol?: GoSymbol
  readonly pointers: number[]
  /** Behind the last pointer in it, or behind the variable. */
  end: number
}

export interface StaticValues {
  readonly values: readonly StaticValue[]
  /** The value that an address points to or into; -1 if none. */
  find(address: number): number
}

interface Slot {
  readonly address: number
  readonly pointer: number
  readonly symbol: GoSymbol | undefined
}

const WORD_BYTES = 8

export function readStaticValues(dump: HeapDump, symbols: SymbolTable): StaticValues {
  const slots = readSlots(dump, symbols)
  const starts = nameless(slots, symbols)
  const values: StaticValue[] = []
  for (const { address, pointer, symbol } of slots) {
    const start = symbol?.address ?? startOf(address, { starts, after: values.at(-1) })
    const last = values.at(-1)
    const value = last?.address === start ? last : add(values, { address: start, symbol })
    value.pointers.push(pointer)
    if (!symbol) value.end = address + WORD_BYTES
  }
  const addresses = Float64Array.from(values, ({ address }) => address)
  return {
    values,
    find(address) {
      const index = lastAtOrBefore(addresses, address)
      return index !== -1 && address < (values[index] as StaticValue).end ? index : -1
    },
  }
}

function readSlots(dump: HeapDump, symbols: SymbolTable): readonly Slot[] {
  const slots: Slot[] = []
  for (const segment of dump.segments) {
    dump.eachPointer(segment, (pointer, offset) => {
      const address = segment.address + offset
      slots.push({ address, pointer, symbol: symbols.at(address) })
    })
  }
  return slots.sort((one, other) => one.address - other.address)
}

/** Where values without a name begin, by rising address: where something points to and no variable is. */
function nameless(slots: readonly Slot[], symbols: SymbolTable): Float64Array {
  // Of a stripped program nothing is known to belong together: each pointer stands for itself.
  if (symbols.isEmpty) return new Float64Array()
  const pointers = slots.map(({ pointer }) => pointer).filter((to) => symbols.at(to) === undefined)
  return Float64Array.from(new Set(pointers)).sort()
}

/** Where the value begins that has a slot: at the last place before it that is pointed to, if no variable is between. */
function startOf(
  address: number,
  { starts, after }: { readonly starts: Float64Array; readonly after: StaticValue | undefined },
): number {
  const start = starts[lastAtOrBefore(starts, address)]
  const free = after?.symbol ? after.end : (after?.address ?? 0)
  return start !== undefined && start >= free ? start : address
}

function add(
  values: StaticValue[],
  { address, symbol }: { readonly address: number; readonly symbol: GoSymbol | undefined },
): StaticValue {
  const end = symbol ? symbol.address + symbol.bytes : address + WORD_BYTES
  const value = { address, pointers: [], end, ...(symbol ? { symbol } : {}) }
  values.push(value)
  return value
}
