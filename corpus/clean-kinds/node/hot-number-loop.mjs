export const scenario = {
  run() {
    let sum = 0
    for (let at = 0; at < 5000; at++) sum += Math.sqrt(at) % 3
    return sum
  },
}
