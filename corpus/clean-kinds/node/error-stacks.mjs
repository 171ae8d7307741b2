export const scenario = {
  run() {
    try {
      throw new TypeError('not a date', { cause: new Error('the cause') })
    } catch (error) {
      return error.stack.length
    }
  },
}
