export const scenario = {
  async run() {
    const jobs = [1, 2, 3, 4].map(async (job) => job * 2)
    await Promise.all(jobs)
    await Promise.race([Promise.resolve(1), new Promise((resolve) => setImmediate(resolve))])
  },
}
