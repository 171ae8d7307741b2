// A cache of 500 that is full from the start; each new key pushes the oldest one out.
import { LRUCache } from 'lru-cache'

export const scenario = {
  setup() {
    const cache = new LRUCache({ max: 500 })
    for (let key = 0; key < 500; key++) cache.set(`note ${key}`, { key, text: 'a note' })
    return { cache, key: 500 }
  },
  run(state) {
    const key = state.key++
    state.cache.set(`note ${key}`, { key, text: 'a note' })
    return state.cache.get(`note ${key - 250}`)
  },
}
