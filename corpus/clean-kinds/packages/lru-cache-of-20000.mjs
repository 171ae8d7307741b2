// The cache is larger than what a check usually runs: only iterations that cost little fill it.
import { LRUCache } from 'lru-cache'

export const scenario = {
  setup: () => ({ cache: new LRUCache({ max: 20_000 }), key: 0 }),
  run(state) {
    state.cache.set(`key ${state.key++}`, { body: 'a body', at: state.key })
  },
}
