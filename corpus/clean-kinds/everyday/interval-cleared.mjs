// Three ticks of an interval, then none.
export const scenario = {
  run: () =>
    new Promise((resolve) => {
      let ticks = 0
      const interval = setInterval(() => {
        if (++ticks < 3) return
        clearInterval(interval)
        resolve()
      }, 1)
    }),
}
