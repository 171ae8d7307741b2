// Two failures, each tried again after a millisecond, and a success.
import pRetry from 'p-retry'

export const scenario = {
  async run() {
    let attempts = 0
    const attempt = () => {
      if (++attempts < 3) throw new Error('not yet')
      return attempts
    }
    return pRetry(attempt, { retries: 3, minTimeout: 1, factor: 1 })
  },
}
