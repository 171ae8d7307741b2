import PQueue from 'p-queue'

export const scenario = {
  setup: () => new PQueue({ concurrency: 4 }),
  run: (queue) => queue.addAll([1, 2, 3, 4, 5, 6].map((job) => async () => job)),
}
