// Automatic full collections run between the samples.
export const scenario = {
  run() {
    return new Array(131_072).fill(0).length
  },
}
