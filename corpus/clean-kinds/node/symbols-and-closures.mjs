export const scenario = {
  run() {
    const counters = [Symbol('one'), Symbol('two')].map((name) => {
      let count = 0
      return { name, next: () => ++count }
    })
    return counters.reduce((sum, { next }) => sum + next(), 0)
  },
}
