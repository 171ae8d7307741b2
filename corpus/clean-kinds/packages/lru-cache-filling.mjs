// The cache of 1,000 entries fills while it is judged, and turns over from then on.
import { LRUCache } from 'lru-cache'

export const scenario = {
  setup: () => ({ cache: new LRUCache({ max: 1000 }), key: 0 }),
  run(state) {
    state.cache.set(`key ${state.key++ % 5000}`, { body: 'a body', at: state.key })
  },
}
