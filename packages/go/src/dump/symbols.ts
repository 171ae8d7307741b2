import type { FrameTable } from './heap-dump.ts'
import { lastAtOrBefore } from './object-table.ts'

/** A variable or function of a linked program. */
export interface GoSymbol {
  readonly address: number
  readonly bytes: number
  readonly name: string
}

const LINE = /^\s*([0-9a-f]+)\s+(\d+)\s+\S\s+(.+?)\s*$/gm

/** The symbols that `go tool nm -n -size` lists, by rising address; none for a stripped program. */
export function parseSymbols(nmOutput: string): readonly GoSymbol[] {
  return (
    [...nmOutput.matchAll(LINE)]
      .map(([, address = '', bytes = '', name = '']) => ({
        address: Number.parseInt(address, 16),
        bytes: Number(bytes),
        name,
      }))
      // Those without a size mark a place: runtime.bss lies upon the first variable there.
      .filter(({ bytes }) => bytes > 0)
      .sort((one, other) => one.address - other.address)
  )
}

/** Finds the symbol that an address of the running program belongs to. */
export interface SymbolTable {
  readonly isEmpty: boolean
  at(address: number): GoSymbol | undefined
}

/** The symbols where the program was loaded: one that may be loaded anywhere is not where it was linked for. */
export function placeSymbols(symbols: readonly GoSymbol[], frames: FrameTable): SymbolTable {
  const slide = slideOf(symbols, frames)
  const placed = symbols.map((symbol) => ({ ...symbol, address: symbol.address + slide }))
  const addresses = Float64Array.from(placed, ({ address }) => address)
  return {
    isEmpty: symbols.length === 0,
    at(address) {
      const symbol = placed[lastAtOrBefore(addresses, address)]
      return symbol && address < symbol.address + symbol.bytes ? symbol : undefined
    },
  }
}

/** Any function that was running tells: its address in the dump less that of its symbol. */
function slideOf(symbols: readonly GoSymbol[], { entries, names }: FrameTable): number {
  const linked = new Map(symbols.map(({ name, address }) => [name, address]))
  for (const [entry, name] of entries) {
    const address = linked.get(names[name] as string)
    if (address !== undefined) return entry - address
  }
  return 0
}
