// A breaker that opens after failures and answers by its fallback; its statistics span ten seconds.
import CircuitBreaker from 'opossum'

export const scenario = {
  setup() {
    const fail = async () => {
      throw new Error('unreachable')
    }
    const breaker = new CircuitBreaker(fail, { timeout: false, volumeThreshold: 5 })
    breaker.fallback(() => 'from the cache')
    return breaker
  },
  run: (breaker) => breaker.fire(),
  teardown: (breaker) => breaker.shutdown(),
}
