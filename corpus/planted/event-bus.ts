// holder: observers \(Set\)
type Observer<Value> = (value: Value) => void

class Subject<Value> {
  readonly #observers = new Set<Observer<Value>>()

  subscribe(observer: Observer<Value>): () => void {
    this.#observers.add(observer) // <- leaks
    return () => this.#observers.delete(observer)
  }

  next(value: Value): void {
    for (const observer of this.#observers) observer(value)
  }
}

interface Price {
  readonly symbol: string
  readonly cents: number
}

const prices = new Subject<Price>()

class Ticker {
  shown = ''
  readonly unsubscribe: () => void

  constructor(symbol: string) {
    this.unsubscribe = prices.subscribe((price) => {
      // <- leaks
      if (price.symbol === symbol) this.shown = `${price.cents / 100} €`
    })
  }
}

export const leaky = {
  name: 'tickers that never unsubscribe',
  run() {
    new Ticker('ACME') // <- leaks
  },
}

export const repaired = {
  name: 'tickers that unsubscribe',
  run() {
    const ticker = new Ticker('ACME')
    prices.next({ symbol: 'ACME', cents: 1250 })
    ticker.unsubscribe()
  },
}
