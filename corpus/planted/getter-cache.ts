// holder: totals \(Map\)
interface Item {
  readonly cents: number
  readonly count: number
}

type Totals = Map<Invoice, number> | WeakMap<Invoice, number>

/** What was computed once; by object, and so for as long as this module lives. */
const totals = new Map<Invoice, number>()
const weakTotals = new WeakMap<Invoice, number>()

class Invoice {
  readonly items: readonly Item[]
  readonly #totals: Totals

  constructor(items: readonly Item[], known: Totals) {
    this.items = items
    this.#totals = known
  }

  get total(): number {
    const known = this.#totals.get(this)
    if (known !== undefined) return known
    const cents = this.items.reduce((sum, item) => sum + item.cents * item.count, 0)
    this.#totals.set(this, cents) // <- leaks
    return cents
  }
}

const bill = (known: Totals) => new Invoice([{ cents: 250, count: 4 }], known).total // <- leaks

export const leaky = { name: 'totals by invoice', run: () => void bill(totals) }

export const repaired = { name: 'totals by invoice, weakly', run: () => void bill(weakTotals) }
