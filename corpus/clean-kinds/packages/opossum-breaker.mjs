import CircuitBreaker from 'opossum'

export const scenario = {
  setup: () => new CircuitBreaker(async (job) => job, { timeout: 1000 }),
  run: (breaker) => breaker.fire(7),
  teardown: (breaker) => breaker.shutdown(),
}
