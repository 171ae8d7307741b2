import { LRUCache } from 'lru-cache'

export const scenario = {
  setup: () => ({ cache: new LRUCache({ max: 200, ttl: 20, ttlAutopurge: true }), key: 0 }),
  async run(state) {
    state.cache.set(state.key++ % 500, { body: 'a body' })
    await new Promise(setImmediate)
  },
  teardown: ({ cache }) => cache.clear(),
}
