// The same scenarios for every tool. Each returns what one iteration does.
export const SCENARIOS = {
  nothing: { isLeak: false, make: () => () => ({ at: 1 }) },
  'cache of 50, in turnover': {
    isLeak: false,
    make() {
      const cache = new Map()
      let key = 0
      return () => {
        cache.set(++key, { key })
        if (cache.size > 50) cache.delete(key - 50)
        return cache
      }
    },
  },
  'a number per iteration': {
    isLeak: true,
    make() {
      const numbers = []
      return () => numbers.push(1)
    },
  },
  'an object per iteration': {
    isLeak: true,
    make() {
      const objects = []
      return () => {
        const made = { at: objects.length }
        objects.push(made)
        return made
      }
    },
  },
}
