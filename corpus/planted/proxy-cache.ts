// holder: proxies \(Map\)
type Listener = (key: PropertyKey) => void

class Reactivity {
  protected readonly proxies: { get(of: object): unknown; set(of: object, proxy: object): unknown }
  readonly #listeners: Listener[] = []

  constructor(proxies: Map<object, object> | WeakMap<object, object>) {
    this.proxies = proxies
  }

  reactive<State extends object>(state: State): State {
    const known = this.proxies.get(state)
    if (known) return known as State
    const proxy = new Proxy(state, {
      // <- leaks
      set: (target, key, value) => {
        // <- leaks
        for (const listener of this.#listeners) listener(key)
        return Reflect.set(target, key, value)
      },
    })
    this.proxies.set(state, proxy) // <- leaks
    return proxy
  }
}

function fillForm(reactivity: Reactivity): string {
  const form = reactivity.reactive({ name: '', email: '' }) // <- leaks
  form.name = 'Ada'
  form.email = 'ada@example.org'
  return form.name
}

export const leaky = {
  name: 'a proxy for each state that there ever was',
  setup: () => new Reactivity(new Map()),
  run: (reactivity: Reactivity) => void fillForm(reactivity),
}

export const repaired = {
  name: 'proxies go with their state',
  setup: () => new Reactivity(new WeakMap()),
  run: (reactivity: Reactivity) => void fillForm(reactivity),
}
