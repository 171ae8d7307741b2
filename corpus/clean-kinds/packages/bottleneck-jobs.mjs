import Bottleneck from 'bottleneck'

export const scenario = {
  setup: () => new Bottleneck({ maxConcurrent: 2 }),
  run: (limiter) => Promise.all([1, 2, 3].map((job) => limiter.schedule(async () => job))),
  teardown: (limiter) => limiter.disconnect(),
}
