import QuickLRU from 'quick-lru'

export const scenario = {
  setup: () => ({ cache: new QuickLRU({ maxSize: 300 }), key: 0 }),
  run(state) {
    const key = state.key++ % 1500
    if (!state.cache.has(key)) state.cache.set(key, { body: `entry ${key}` })
  },
}
