// holder: listeners \(Set\)

interface Store<State> {
  get(): State
  set(next: State): void
  subscribe(listener: (state: State) => void): () => void
}

/** As stores of packages are: what subscribes is a variable of a call, and nothing but functions is given out. */
function createStore<State>(initial: State): Store<State> {
  let state = initial
  const listeners = new Set<(state: State) => void>()
  return {
    get: () => state,
    set(next) {
      state = next
      for (const listener of listeners) listener(state)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const cart = createStore({ items: 0 })

class CartBadge {
  label = ''

  mount(): void {
    cart.subscribe(({ items }) => {
      // <- leaks
      this.label = `${items} items`
    })
  }

  mountOnce(): void {
    const stop = cart.subscribe(({ items }) => {
      this.label = `${items} items`
    })
    stop()
  }
}

export const leaky = {
  name: 'a badge that never unsubscribes from the cart',
  run: () => new CartBadge().mount(),
}

export const repaired = {
  name: 'a badge that unsubscribes when it is gone',
  run: () => new CartBadge().mountOnce(),
}
