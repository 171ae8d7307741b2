// Few iterations fit into a test, and each uses a processor all the time.
export const scenario = {
  run() {
    const end = performance.now() + 20
    let sum = 0
    while (performance.now() < end) for (let n = 0; n < 1000; n++) sum += Math.sqrt(n)
    return sum
  },
}
