export const scenario = {
  run() {
    const queue = []
    for (let job = 0; job < 64; job++) queue.push(() => job)
    let done = 0
    while (queue.length > 0) done += queue.shift()()
    return done
  },
}
