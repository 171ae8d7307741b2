export const scenario = {
  run() {
    function* numbers() {
      for (let at = 0; at < 30; at++) yield { at }
    }
    let sum = 0
    for (const { at } of numbers()) sum += at
    return sum
  },
}
