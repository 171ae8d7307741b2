// An hour that passes at once.
import { mock } from 'node:test'

export const scenario = {
  run() {
    let ticks = 0
    mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] })
    const interval = setInterval(() => ticks++, 60_000)
    mock.timers.tick(3_600_000)
    clearInterval(interval)
    mock.timers.reset()
    return ticks
  },
}
