// Garbage that dies at once.
export const scenario = {
  run() {
    const points = Array.from({ length: 50 }, (_, at) => ({ at, text: `point ${at}` }))
    return points.filter(({ at }) => at % 2).map(({ text }) => text).length
  },
}
