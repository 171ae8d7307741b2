// Events read by a loop that a signal ends.
import EventEmitter, { on } from 'node:events'

export const scenario = {
  setup: () => new EventEmitter(),
  async run(orders) {
    const leave = new AbortController()
    const seen = []
    setImmediate(() => {
      orders.emit('paid', 1)
      orders.emit('paid', 2)
    })
    try {
      for await (const [id] of on(orders, 'paid', { signal: leave.signal })) {
        if (seen.push(id) === 2) leave.abort()
      }
    } catch (error) {
      if (error.name !== 'AbortError') throw error
    }
    return seen
  },
}
