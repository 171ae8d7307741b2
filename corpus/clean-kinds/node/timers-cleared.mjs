export const scenario = {
  async run() {
    const late = setTimeout(() => {}, 60_000)
    const often = setInterval(() => {}, 1000)
    await new Promise(setImmediate)
    clearTimeout(late)
    clearInterval(often)
  },
}
