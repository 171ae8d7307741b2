// A Map used as a cache of 500 entries: turnover without growth.
export const scenario = {
  setup: () => ({ cache: new Map(), key: 0 }),
  run(state) {
    const key = state.key++ % 2000
    state.cache.delete(key)
    state.cache.set(key, { key, body: `entry ${key}` })
    if (state.cache.size > 500) state.cache.delete(state.cache.keys().next().value)
  },
}
